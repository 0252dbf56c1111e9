
namespace Drawbridge.IntegrationTests.Whole;

/// <summary>
/// The broker is killed (SIGKILL) at every step of onboarding, before the platform has seen the call and after it has, and started again:
/// there is exactly one user, one trader and one link (FLOW-CREATE-22, WS-23).
/// </summary>
public sealed class OnboardingKillTests
{
    private const string Password = "a long password that nobody guesses 81";

    public static TheoryData<string, bool> Steps
    {
        get
        {
            var steps = new TheoryData<string, bool>();
            foreach (var path in new[]
            {
                "/v2/webserv/managers/token", "/cid/oauth2/ctid/userId", "/cid/oauth2/ctid/create", "/v2/webserv/traders", "/cid/ctid/link",
                "/cid/oauth2/ctid/acceptAgreement",
            })
            {
                steps.Add(path, false);
                steps.Add(path, true);
            }

            return steps;
        }
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task A_broker_that_is_killed_ends_with_one_user_one_trader_and_one_link(string path, bool afterTheCall)
    {
        await using var world = await TwoSides.StartAsync();
        var killed = world.Proxy.NextCallTo(path, afterTheCall, world.KillBrokerAsync);
        var email = "killed@example.com";

        // As far as it gets: the browser sees the connection break.
        await WalkAsync(world, email).ContinueWith(_ => { }, TaskScheduler.Default);
        await killed.WaitAsync(TwoSides.Deadline);
        await world.StartBrokerAsync();
        (await FinishAsync(world, email)).Query.ShouldContain("token=");

        var users = await world.CountAsync("users");
        var traders = await world.CountAsync("traders");
        var links = await world.CountAsync("links");
        (users, traders, links).ShouldBe((1, 1, 1));
    }

    private static async Task WalkAsync(TwoSides world, string email)
    {
        using var walker = world.NewWalker();
        await walker.SignUpAsync(world.Names, email, Password, keep: true);
    }

    /// <summary>The user comes back, with the password, and does what the screens ask until the application opens.</summary>
    private static async Task<Uri> FinishAsync(TwoSides world, string email)
    {
        using var walker = world.NewWalker();
        using var deadline = new CancellationTokenSource(TwoSides.Deadline);
        await walker.OpenAsync($"/auth/login?{world.Names}");
        await walker.SubmitAsync(("email", email), ("password", Password));
        if (walker.Left is null && walker.Page!.QuerySelector("[data-testid=form-error]") is not null)
        {
            // Killed before the sign-up was written down: nobody was told that it worked.
            return await walker.SignUpAsync(world.Names, email, Password, keep: true);
        }

        while (walker.Left is null)
        {
            deadline.Token.ThrowIfCancellationRequested();
            if (walker.Page!.QuerySelector("[data-testid=account-submit]") is not null)
            {
                await walker.OpenAccountAsync();
            }
            else
            {
                await walker.OpenAsync($"/account/status?{world.Names}"); // as the waiting page does by itself
            }
        }

        return walker.Left;
    }
}
