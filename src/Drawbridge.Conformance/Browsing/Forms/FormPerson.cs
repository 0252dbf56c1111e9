using System.Security.Cryptography;
using Drawbridge.Conformance.Plans;

namespace Drawbridge.Conformance.Browsing.Forms;

/// <summary>Who fills in a form, and with what.</summary>
internal sealed record FormPerson
{
    public required string Email { get; init; }

    public required string Password { get; init; }

    /// <summary>Where a form asks for the password that is there now beside a new one.</summary>
    public string? CurrentPassword { get; init; }

    public string FirstName { get; init; } = "Robin";

    public string LastName { get; init; } = "Okafor";

    public bool KeepLoggedIn { get; init; }

    /// <summary>How much is paid in or out.</summary>
    public string Amount { get; init; } = "50";

    /// <summary>Somebody with an address that nobody else has. example.com is reserved for examples, so no mail reaches a stranger.</summary>
    public static FormPerson New(bool keepLoggedIn = false)
    {
        var unique = RandomNumberGenerator.GetHexString(10, lowercase: true);
        return new FormPerson { Email = $"conformance.{unique}@example.com", Password = $"Quiet-lantern-{unique}-7", KeepLoggedIn = keepLoggedIn };
    }

    public static FormPerson LogIn(PlanUser user, bool keepLoggedIn) =>
        new() { Email = user.Email, Password = user.Password, CurrentPassword = user.Password, KeepLoggedIn = keepLoggedIn };

    /// <summary>What goes into a field; null when it is not text or nothing is known for it.</summary>
    public string? TextFor(FieldPurpose purpose, string type) => purpose switch
    {
        FieldPurpose.Email => Email,
        FieldPurpose.Password or FieldPurpose.RepeatedPassword => Password,
        FieldPurpose.CurrentPassword => CurrentPassword ?? Password,
        FieldPurpose.FirstName => FirstName,
        FieldPurpose.LastName => LastName,
        FieldPurpose.FullName => $"{FirstName} {LastName}",
        FieldPurpose.Phone => "+4930901820",
        FieldPurpose.Country => "Germany",
        FieldPurpose.BirthDate => type == "date" ? "1990-05-17" : "17.05.1990",
        FieldPurpose.Street => "Beispielweg 1",
        FieldPurpose.City => "Berlin",
        FieldPurpose.PostalCode => "10115",
        FieldPurpose.Amount => Amount,
        _ => null,
    };

    /// <summary>Which entry of a list is chosen, by value or text, the best first; empty when any will do.</summary>
    public static IReadOnlyList<string> ChoicesFor(FieldPurpose purpose) => purpose switch
    {
        FieldPurpose.Country => ["DE", "DEU", "Germany", "Deutschland"],
        FieldPurpose.Currency => ["EUR", "USD"],
        _ => [],
    };

    /// <summary>Never shows the password.</summary>
    public override string ToString() => Email;
}
