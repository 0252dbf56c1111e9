using Drawbridge.Conformance.Browsing.Forms;
using Drawbridge.Conformance.Browsing.Visits;
using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Desk;
using Drawbridge.Conformance.Functions.Trips;
using Drawbridge.Conformance.Running;
using Drawbridge.Protocol.Platform;
using static Drawbridge.Conformance.Cases.Requirement;
using static Drawbridge.Conformance.Functions.TripCase;

namespace Drawbridge.Conformance.Functions;

/// <summary>What the CRM makes of a platform that refuses a call.</summary>
internal static class RefusalCases
{
    /// <summary>More calls than this within some seconds are a loop.</summary>
    private const int MostTries = 6;

    private static readonly TimeSpan PutOff = TimeSpan.FromSeconds(6);

    public static IReadOnlyList<ConformanceCase> All { get; } =
    [
        Of("FLOW-CREATE-21/looked-up", "An e-mail address that the platform has already is looked up there (3.11), or has to be proved first", Must("FLOW-CREATE-21").Inferred,
            "When call 3.2 answers CH_EMAIL_ALREADY_EXISTS, ask for the userId by call 3.11, and adopt it only after the user has proved control of the address.", KnownAsync, Capability.Platform) with { Kind = CaseKind.Alone },
        Of("B2P-0-14/no-loop", "A call that the platform puts off is not repeated in a tight loop", Must("B2P-0-14").Inferred,
            "Wait as long as Retry-After says before a write is sent again, and longer each time.", PutOffAsync, Capability.Platform) with { Kind = CaseKind.Alone },
    ];

    private static async Task KnownAsync(CaseRun run, CancellationToken cancellationToken)
    {
        var desk = new PlatformDeskClient(run);
        var newest = await desk.NewestAsync(cancellationToken);
        await using var broken = await desk.BreakAsync(
            $"POST {PlatformPaths.CreateUser}", new() { ["kind"] = "error", ["status"] = 400, ["errorCode"] = PlatformErrorCode.EmailAlreadyExists, ["times"] = 1, ["forSeconds"] = 60 }, cancellationToken, ofAnyBroker: true);
        var trip = await EntryTrips.NewTraderAsync(run, cancellationToken);
        Check.That((await desk.CallsAfterAsync(newest, cancellationToken)).Any(static call => call.Call == "3.2"), "call 3.2 during a sign-up", "none");
        if (trip.End is PilotEnd.Stopped { Page.Fields.Count: > 0 } or PilotEnd.Stopped { FormCameBack: false, Page.Alerts.Count: 0 })
        {
            // By a code that it asks for, or by a link in a message.
            run.Note("asks for a proof of the address before anything else");
            return;
        }

        await desk.WaitForAsync(newest, static call => call.Call == "3.11", "call 3.11 after call 3.2 was refused", cancellationToken);
    }

    private static async Task PutOffAsync(CaseRun run, CancellationToken cancellationToken)
    {
        var desk = new PlatformDeskClient(run);
        var newest = await desk.NewestAsync(cancellationToken);
        await using var broken = await desk.BreakAsync(
            $"POST {PlatformPaths.Traders}", new() { ["kind"] = "error", ["status"] = 429, ["errorCode"] = PlatformErrorCode.RequestFrequencyExceeded, ["times"] = 100, ["forSeconds"] = PutOff.TotalSeconds }, cancellationToken);
        await EntryTrips.EnterAsync(run, BrokerScreen.SignUp, FormPerson.New(keepLoggedIn: true), "", cancellationToken, patience: PutOff + TimeSpan.FromSeconds(2));
        var tries = (await desk.CallsAfterAsync(newest, cancellationToken)).Count(static call => call is { Call: "3.3", Status: 429 });
        Check.That(tries > 0, "call 3.3 during a sign-up", "none");
        Check.That(tries <= MostTries, $"at most {MostTries} calls 3.3 within {PutOff.TotalSeconds:0} s, while each answer says Retry-After: 1", $"{tries}");
    }
}
