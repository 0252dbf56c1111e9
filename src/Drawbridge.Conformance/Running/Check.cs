using System.Diagnostics.CodeAnalysis;

namespace Drawbridge.Conformance.Running;

/// <summary>How a case says what is not so.</summary>
public static class Check
{
    /// <summary>The sentence is not true.</summary>
    /// <param name="expected">What the protocol asks for, as the end of "expected …".</param>
    /// <param name="received">What came instead, as the end of "received …".</param>
    [DoesNotReturn]
    public static void Fail(string expected, string received) => throw new NonconformityException(expected, received);

    /// <summary>The sentence is not true unless this is.</summary>
    /// <param name="isSo">What is asked.</param>
    /// <param name="expected">What the protocol asks for, as the end of "expected …".</param>
    /// <param name="received">What came instead, as the end of "received …".</param>
    public static void That([DoesNotReturnIf(false)] bool isSo, string expected, string received)
    {
        if (!isSo)
        {
            Fail(expected, received);
        }
    }

    /// <summary>The person who reads the report has to look.</summary>
    /// <param name="question">What to look for.</param>
    [DoesNotReturn]
    public static void AskPerson(string question) => throw new PersonNeededException(question);
}
