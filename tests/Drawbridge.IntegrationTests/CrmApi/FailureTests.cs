using System.Net;
using Drawbridge.IntegrationTests.Hosting;

namespace Drawbridge.IntegrationTests.CrmApi;

/// <summary>What the broker says when something breaks that should not.</summary>
public sealed class FailureTests(SqliteBrokerHost host) : IClassFixture<SqliteBrokerHost>
{
    [Fact] // ERR-18, ERR-3
    public async Task An_unexpected_failure_tells_a_reference_and_nothing_else_and_the_log_has_it_too()
    {
        var crm = await host.NewCrmAsync();
        var access = (await crm.ExchangeAsync(await crm.NewOneTimeTokenAsync(await crm.NewUserAsync()))).Text("accessToken");
        await host.Database.WriteAsync(session => session.ExecuteAsync("alter table access_tokens rename to gone"), CancellationToken.None);

        var answer = await crm.ValidateAsync(access);

        answer.Status.ShouldBe(HttpStatusCode.InternalServerError);
        answer.ShouldBeRefused(500, "UNKNOWN_ERROR");
        answer.Text("message").ShouldStartWith("Unexpected failure, reference ");
        var reference = answer.Text("message").Split(' ')[^1];
        answer.Body.ShouldNotContain("access_tokens");
        var line = host.Log.Lines.Single(line => line.Contains(reference, StringComparison.Ordinal) && line.StartsWith("Error", StringComparison.Ordinal));
        line.ShouldContain("SqliteException");
        line.ShouldNotContain(access);
    }
}
