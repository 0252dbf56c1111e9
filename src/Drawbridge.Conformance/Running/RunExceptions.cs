namespace Drawbridge.Conformance.Running;

/// <summary>The sentence of a case is not true of the target.</summary>
/// <param name="expected">What the protocol asks for, as the end of "expected …".</param>
/// <param name="received">What came instead, as the end of "received …". Masked before it is shown.</param>
public sealed class NonconformityException(string expected, string received) : Exception($"expected {expected}, received {received}")
{
    public string Expected { get; } = expected;

    public string Received { get; } = received;
}

/// <summary>The sentence could not be looked at, because of the plan or of what surrounds the target. Never counts against the target.</summary>
/// <param name="message">What is so.</param>
/// <param name="remedy">What to do about it.</param>
public sealed class ConfigurationFaultException(string message, string remedy) : Exception(message)
{
    public string Remedy { get; } = remedy;
}

/// <summary>A person has to look.</summary>
/// <param name="question">What to look for.</param>
public sealed class PersonNeededException(string question) : Exception(question);

/// <summary>The target turns out not to offer what the case is about. Counts as if the plan had said so.</summary>
/// <param name="what">What is not offered, as the end of "not offered: …".</param>
public sealed class NotOfferedException(string what) : Exception(what);
