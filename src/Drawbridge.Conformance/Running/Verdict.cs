namespace Drawbridge.Conformance.Running;

/// <summary>How a case ended.</summary>
public enum Verdict
{
    /// <summary>The sentence is true.</summary>
    Passed,

    /// <summary>It is not.</summary>
    Failed,

    /// <summary>It is not, and the protocol does not insist on it.</summary>
    Warning,

    /// <summary>The target does not offer what the case is about.</summary>
    Skipped,

    /// <summary>The plan leaves it out, with a reason.</summary>
    Disabled,

    /// <summary>A person has to look at what is in the evidence.</summary>
    NeedsPerson,

    /// <summary>It could not be looked at, because of the plan or of what surrounds the target.</summary>
    Misconfigured,

    /// <summary>It failed, and the plan says that it does, with a reason.</summary>
    ExpectedFailure,

    /// <summary>It passed though the plan says that it fails: the expectation is out of date.</summary>
    UnexpectedPass,
}

/// <summary>What verdicts mean for a run.</summary>
public static class Verdicts
{
    /// <summary>Whether it fails the run.</summary>
    public static bool Fails(this Verdict verdict) => verdict is Verdict.Failed or Verdict.UnexpectedPass;

    /// <summary>Whether the case was looked at.</summary>
    public static bool Ran(this Verdict verdict) => verdict is not (Verdict.Skipped or Verdict.Disabled);
}
