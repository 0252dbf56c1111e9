using System.Text.Json.Nodes;
using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Http;
using Drawbridge.Protocol.Platform;

namespace Drawbridge.Conformance.PlatformSide;

/// <summary>How cases about a platform are written: with its calls at hand.</summary>
internal static class PlatformCase
{
    /// <summary>A case.</summary>
    /// <param name="id">As in <see cref="ConformanceCase.Id"/>.</param>
    /// <param name="requirement">What is broken when it fails.</param>
    /// <param name="title">The sentence.</param>
    /// <param name="remedy">What to do when it is not true.</param>
    /// <param name="look">Looks.</param>
    public static ConformanceCase Case(string id, Requirement requirement, string title, string remedy, Func<PlatformCalls, Task> look) => new()
    {
        Id = $"platform/{id}", Title = title, Requirement = requirement, Remedy = remedy, RunAsync = (run, cancellationToken) => look(new PlatformCalls(run, cancellationToken)),
    };

    /// <summary>A case about something that is refused with a code.</summary>
    /// <param name="id">As in <see cref="ConformanceCase.Id"/>.</param>
    /// <param name="requirement">What is broken when it fails.</param>
    /// <param name="what">What is refused, as the beginning of the sentence.</param>
    /// <param name="code">The <c>errorCode</c>.</param>
    /// <param name="send">Sends it.</param>
    public static ConformanceCase Refusal(string id, Requirement requirement, string what, string code, Func<PlatformCalls, Task<Answer>> send) => Case(
        id,
        requirement,
        $"{what} is refused with {code}",
        $"Refuse it with {{\"error\":{{\"errorCode\":\"{code}\",\"description\":\"…\"}}}} and leave everything as it was.",
        async calls => (await send(calls)).MustRefuse(code));

    /// <summary>Cases about a call without one of its required keys.</summary>
    /// <param name="area">Beginning of their identifiers.</param>
    /// <param name="call">The call, as it begins the sentence.</param>
    /// <param name="keys">The keys, each with the requirement that defines it.</param>
    /// <param name="body">A body that is complete.</param>
    /// <param name="send">Sends it.</param>
    public static IEnumerable<ConformanceCase> Missing(
        string area, string call, IEnumerable<(string Key, string Id)> keys, Func<PlatformCalls, Task<JsonObject>> body, Func<PlatformCalls, JsonObject, Task<Answer>> send) => keys.Select(key => Refusal(
        $"{area}/missing-{Kebab(key.Key)}",
        Requirement.Must("B2P-0-26"),
        $"{call} without {key.Key}",
        PlatformErrorCode.InvalidRequest,
        async calls =>
        {
            var complete = await body(calls);
            complete.Remove(key.Key);
            return await send(calls, complete);
        }).And(Requirement.Must(key.Id), Requirement.Must("ERR-22")));

    /// <summary>Such as <c>access-rights</c> for <c>accessRights</c>.</summary>
    public static string Kebab(string key) => string.Concat(key.Select(static letter => char.IsUpper(letter) ? $"-{char.ToLowerInvariant(letter)}" : $"{letter}"));

    /// <summary>The same, needing something of the target.</summary>
    public static ConformanceCase Needing(this ConformanceCase one, params Capability[] needs) => one with { Needs = [.. one.Needs, .. needs] };

    /// <summary>The same, touching further requirements.</summary>
    public static ConformanceCase And(this ConformanceCase one, params Requirement[] also) => one with { Also = [.. one.Also, .. also] };
}
