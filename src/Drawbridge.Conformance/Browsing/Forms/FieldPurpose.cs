namespace Drawbridge.Conformance.Browsing.Forms;

/// <summary>What a field of a form is for. The names, written small, are those that <c>selectors</c> in a plan knows.</summary>
internal enum FieldPurpose
{
    /// <summary>Nobody knows.</summary>
    Unknown,
    Email,
    Password,
    RepeatedPassword,
    CurrentPassword,
    KeepLoggedIn,
    Consent,
    FirstName,
    LastName,
    FullName,
    Phone,
    Country,
    BirthDate,
    Street,
    City,
    PostalCode,
    Currency,
    Amount,

    /// <summary>The code of a mail, message or second factor.</summary>
    OneTimeCode,

    /// <summary>What is left as it is: searches, codes of partners, marketing.</summary>
    LeftAlone,
}
