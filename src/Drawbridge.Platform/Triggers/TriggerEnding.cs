using Drawbridge.Client.Crm;

namespace Drawbridge.Platform.Triggers;

/// <summary>How a call ended, in words.</summary>
internal sealed record TriggerEnding(string Outcome, string? Reason)
{
    public static TriggerEnding Answered { get; } = new("answered", null);

    public static TriggerEnding Refused(string? reason) => new("refused", reason);

    public static TriggerEnding Unreachable(string reason) => new("unreachable", reason);

    public static TriggerEnding Of<T>(CrmResult<T> result) => result switch
    {
        CrmResult<T>.Answered => Answered,
        CrmResult<T>.Refused refused => Refused(refused.Code),
        CrmResult<T>.Unreachable unreachable => Unreachable(unreachable.Reason.ToString()),
        CrmResult<T>.Nonsense nonsense => new("nonsense", nonsense.Problem),
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
