namespace Drawbridge.Broker.Documents;

/// <summary>Why a file is not taken.</summary>
internal enum DocumentFault
{
    /// <summary>There is nothing in it.</summary>
    Empty,

    /// <summary>It is larger than allowed.</summary>
    TooLarge,

    /// <summary>It is of a format that is not accepted here.</summary>
    Format,

    /// <summary>It is something else than its name or declared type says.</summary>
    Mismatch,

    /// <summary>It is not whole.</summary>
    Damaged,

    /// <summary>It is a picture with more pixels than anybody photographs a document with.</summary>
    TooManyPixels,

    /// <summary>It carries what a document has no need of: a program, another file, a script.</summary>
    Unsafe,

    /// <summary>It is protected with a password, so nobody can look into it.</summary>
    Protected,
}
