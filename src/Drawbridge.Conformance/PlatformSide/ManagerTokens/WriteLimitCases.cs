using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Http;
using Drawbridge.Protocol.Platform;
using static Drawbridge.Conformance.Cases.Requirement;
using static Drawbridge.Conformance.PlatformSide.PlatformCase;

namespace Drawbridge.Conformance.PlatformSide.ManagerTokens;

/// <summary>The limit of writes.</summary>
internal static class WriteLimitCases
{
    public static IReadOnlyList<ConformanceCase> All { get; } = [.. new[]
    {
        Refusal("limit/refused", Must("B2P-0-12"), "A write above the manager's limit", PlatformErrorCode.RequestFrequencyExceeded, UsedUpAsync).And(Must("ERR-25"), Must("B2P-0-13")),
        Case(
            "limit/status",
            Must("B2P-0-13").Inferred,
            "A write above the limit is answered with 429 and Retry-After in seconds",
            "Answer 429 with the seconds until the oldest write of the hour is an hour old.",
            static async calls =>
            {
                var answer = (await UsedUpAsync(calls)).MustHaveStatus(429);
                answer.Must(int.TryParse(answer.Header("Retry-After"), out var seconds) && seconds is > 0 and <= 3600, "Retry-After with 1 to 3600 seconds", answer.Header("Retry-After") ?? "none");
            }),
        Case(
            "limit/reads-go-on",
            Must("B2P-0-12"),
            "Reading is never limited",
            "Count POST, PUT, PATCH and DELETE, never GET.",
            static async calls =>
            {
                await UsedUpAsync(calls);
                (await calls.Throttled.GroupsAsync()).MustSucceed();
            }),
        Case(
            "limit/log-in-goes-on",
            Must("B2P-0-13").Inferred,
            "Asking for a manager token is not limited",
            "Leave call 3.1 out of the count.",
            static async calls =>
            {
                await UsedUpAsync(calls);
                (await calls.Throttled.LogInAsync()).MustSucceed();
            }),
        Case(
            "limit/others-go-on",
            Must("B2P-0-13").Inferred,
            "The limit of one manager does not stop another",
            "Count the writes of each manager apart.",
            static async calls =>
            {
                await UsedUpAsync(calls);
                (await calls.CreateUserAsync(calls.User())).MustSucceed();
            }),
    }.Select(static one => one.Needing(Capability.WriteLimit))];

    /// <summary>Writes until one is refused; the last answer.</summary>
    private static async Task<Answer> UsedUpAsync(PlatformCalls calls)
    {
        var userId = PlatformCalls.Text(await calls.NewUserAsync());
        for (var i = 0; ; i++)
        {
            var answer = await calls.Throttled.AcceptAgreementAsync(userId, calls.Crm);
            if (!answer.IsSuccess || i >= calls.Target.Throttled!.WritesPerHour)
            {
                return answer;
            }
        }
    }
}
