using Drawbridge.Platform.Faults;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Drawbridge.Platform.Journal;

/// <summary>What is remembered of a call of a broker while it is handled.</summary>
internal sealed class CallRecord
{
    /// <summary>The body as JSON, or what came instead.</summary>
    public byte[]? Request { get; private set; }

    /// <summary>The answer as JSON, whatever format it was sent in.</summary>
    public byte[]? Response { get; private set; }

    /// <summary>Why the call was refused, null when it was not.</summary>
    public string? ErrorCode { get; private set; }

    /// <summary>The kinds of the faults that befell the call, null when none did.</summary>
    public string? Fault { get; private set; }

    /// <summary>The caller got no answer.</summary>
    public bool IsDropped { get; private set; }

    /// <summary>Null outside the calls of section 3.</summary>
    public static CallRecord? Of(HttpContext context) => context.Features.Get<CallRecord>();

    public void SetRequest(byte[] json) => Request = json;

    public void SetResponse(byte[] json, string? errorCode)
    {
        Response = json;
        ErrorCode = errorCode;
    }

    public void SetFault(IReadOnlyList<Fault> hits) => Fault = FaultView.KindsOf(hits);

    public void SetDropped() => IsDropped = true;
}

/// <summary>The number of the call that an endpoint serves.</summary>
internal sealed record CallName(string Value);

internal static class CallNameExtensions
{
    public static void WithCall(this IEndpointConventionBuilder endpoint, string call) => endpoint.WithMetadata(new CallName(call));
}
