using Drawbridge.Conformance.Cases;
using Drawbridge.Conformance.Running;
using static Drawbridge.Conformance.Cases.Requirement;

namespace Drawbridge.Conformance.Crm.OneTimeTokens;

/// <summary>Call 4.2 with tokens that are good.</summary>
internal static class ExchangeCases
{
    public static IReadOnlyList<ConformanceCase> All { get; } =
    [
        new()
        {
            Id = "api/6.1.2/valid-code",
            Title = "Call 4.2 answers the OT token of a log-in with \"Keep me logged in\" with 200, userId and accessToken",
            Requirement = Must("CONF-6.1.2-1"),
            Also = [Must("P2B-4.2-1"), Must("P2B-4.2-2"), Must("P2B-4.2-4"), Must("P2B-4.2-6"), Must("P2B-AT-1"), Must("P2B-AT-2"), Must("MOD-55")],
            Remedy = "Find the user of the OT token and answer 200 with {\"userId\":…,\"accessToken\":\"…\"}; accessToken when \"Keep me logged in\" was chosen at log-in.",
            RunAsync = static async (run, cancellationToken) =>
            {
                var code = await run.Crm.LogInAsync(run.Crm.Trader(), run.Broker.Names, keepLoggedIn: true, cancellationToken);
                var answer = (await run.Crm.ExchangeAsync(await run.Crm.TokenAsync(cancellationToken), code, cancellationToken)).MustHaveStatus(200);
                answer.Must(answer.Has("userId"), "\"userId\" in the body", "a body without it").MustHaveText("accessToken");
            },
        },
        new()
        {
            Id = "api/4.2/userId-is-a-number",
            Title = "Call 4.2 gives userId as a whole number",
            Requirement = Must("P2B-4.2-3"),
            Remedy = "Write userId without quotation marks: {\"userId\":10345533}.",
            RunAsync = static async (run, cancellationToken) =>
                (await run.Crm.ExchangeAsync(await run.Crm.TokenAsync(cancellationToken), await run.Crm.NewOneTimeTokenAsync(cancellationToken), cancellationToken)).MustHaveNumber("userId"),
        },
        new()
        {
            Id = "api/4.2/in-app-code",
            Title = "Call 4.2 takes an OT token of call 4.4 and names the user whom it was generated for",
            Requirement = Must("P2B-4.2-11"),
            Also = [Must("P2B-4.4-4")],
            Remedy = "Accept OT tokens of every purpose in call 4.2 and answer with the user whom the token was issued to.",
            RunAsync = static async (run, cancellationToken) =>
            {
                var user = await run.Crm.UserAsync(cancellationToken);
                var answer = await run.Crm.ExchangeAsync(await run.Crm.TokenAsync(cancellationToken), await run.Crm.NewOneTimeTokenAsync(cancellationToken), cancellationToken);
                answer.MustHaveStatus(200);
                answer.Must(answer.Text("userId") == $"{user.UserId}", $"\"userId\":{user.UserId}, whom it was generated for", $"\"userId\":{answer.Text("userId")}");
            },
        },
        new()
        {
            Id = "api/4.2/in-app-code-gives-no-accessToken",
            Title = "An OT token of call 4.4 never yields an accessToken",
            Requirement = Must("P2B-4.2-11").Inferred,
            Also = [Must("P2B-AT-2")],
            Remedy = "Remember the purpose of each OT token, and leave accessToken out of the answer to those of call 4.4: nobody logged in for them.",
            RunAsync = static async (run, cancellationToken) =>
                (await run.Crm.ExchangeAsync(await run.Crm.TokenAsync(cancellationToken), await run.Crm.NewOneTimeTokenAsync(cancellationToken), cancellationToken))
                    .MustHaveStatus(200).MustNotHave("accessToken"),
        },
        new()
        {
            Id = "api/4.2/without-keep-no-accessToken",
            Title = "After a log-in without \"Keep me logged in\" the key accessToken is absent",
            Requirement = Must("P2B-4.2-4"),
            Also = [Must("P2B-AT-2")],
            Remedy = "Leave the key accessToken out altogether (no null, no empty text) unless the user chose \"Keep me logged in\".",
            RunAsync = static async (run, cancellationToken) =>
                (await SeveralLogInsCases.FirstAsync(run, cancellationToken)).Answer.MustHaveStatus(200).MustNotHave("accessToken"),
        },
        new()
        {
            Id = "api/4.2/side-by-side",
            Title = "Several OT tokens of one user are valid side by side",
            Requirement = Must("P2B-OT-10").Inferred,
            Remedy = "Do not cancel earlier OT tokens when a new one is generated: the user may have the application open on several devices.",
            RunAsync = static async (run, cancellationToken) =>
            {
                var token = await run.Crm.TokenAsync(cancellationToken);
                string[] codes = [await run.Crm.NewOneTimeTokenAsync(cancellationToken), await run.Crm.NewOneTimeTokenAsync(cancellationToken), await run.Crm.NewOneTimeTokenAsync(cancellationToken)];
                foreach (var code in codes)
                {
                    (await run.Crm.ExchangeAsync(token, code, cancellationToken)).MustHaveStatus(200);
                }
            },
        },
        new()
        {
            Id = "api/4.2/64-at-once",
            Title = "64 exchanges at the same time all succeed",
            Requirement = Must("P2B-OT-10").Inferred,
            Also = [Must("P2B-4.2-6")],
            Remedy = "Look for locks, and for too small a pool of connections to the database: after a release of the application everybody logs in at once.",
            RunAsync = static async (run, cancellationToken) =>
            {
                var token = await run.Crm.TokenAsync(cancellationToken);
                var codes = new List<string>();
                for (var i = 0; i < 64; i++)
                {
                    codes.Add(await run.Crm.NewOneTimeTokenAsync(cancellationToken));
                }

                var answers = await Task.WhenAll(codes.Select(code => run.Crm.ExchangeAsync(token, code, cancellationToken)));
                var failed = answers.Where(static answer => answer.Status != 200).ToList();
                Check.That(failed.Count == 0, "200 for each of 64 tokens", $"{failed.Count} others, such as {failed.FirstOrDefault()?.Status}");
            },
        },
    ];
}
