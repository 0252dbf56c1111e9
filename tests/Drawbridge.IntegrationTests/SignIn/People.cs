using System.Globalization;
using Drawbridge.Broker.Passwords;
using Drawbridge.Broker.Users;
using Drawbridge.IntegrationTests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Drawbridge.IntegrationTests.SignIn;

/// <summary>People who use the screens.</summary>
internal static class People
{
    public const string Password = "lantern gravel otter quilt";

    public const string SuccessUrl = "https://app.example.test/callback";

    private static int _count;

    public static string NewEmail() => string.Create(CultureInfo.InvariantCulture, $"person{Interlocked.Increment(ref _count)}@example.com");

    public static string LoginUrl(this TestCrm crm, string more = "", int broker = 0) => $"/auth/login?{crm.Names(broker)}{more}";

    /// <summary>Fills in the signup form and sends it.</summary>
    public static async Task<Page> SignUpAsync(
        this Browser browser, TestCrm crm, string email, string password = Password, bool keep = false, string more = "", int broker = 0)
    {
        var page = await browser.GetAsync(crm.LoginUrl("&firstLogin=true" + more, broker));
        return await browser.SubmitAsync(
            page,
            "submit",
            ("firstName", "Marlene"),
            ("lastName", "Okonkwo"),
            ("email", email),
            ("password", password),
            ("keep", keep ? "true" : null));
    }

    /// <summary>Fills in the login form and sends it.</summary>
    public static async Task<Page> LogInAsync(
        this Browser browser, TestCrm crm, string email, string password = Password, bool keep = false, string more = "", int broker = 0)
    {
        var page = await browser.GetAsync(crm.LoginUrl(more, broker));
        return await browser.SubmitAsync(page, "submit", ("email", email), ("password", password), ("keep", keep ? "true" : null));
    }

    public static async Task<Page> LogInToClientAreaAsync(this Browser browser, TestCrm crm, string email, string password = Password, bool keep = false)
    {
        var page = await browser.GetAsync($"/client/login?{crm.Names()}");
        return await browser.SubmitAsync(page, "submit", ("email", email), ("password", password), ("keep", keep ? "true" : null));
    }

    /// <summary>A person with an account on the platform.</summary>
    public static async Task<BrokerUser> NewTraderAsync(this ScreensHost host, TestCrm crm, int broker = 0, string? email = null)
    {
        email ??= NewEmail();
        var user = new BrokerUser
        {
            BrokerId = crm.Broker(broker).Id,
            Email = email,
            NormalizedEmail = UserStore.Normalize(email),
            PasswordHash = await host.Services.GetRequiredService<PasswordHashingQueue>().HashAsync(Password, CancellationToken.None),
            SecurityStamp = "first",
            ConcurrencyStamp = "first",
            FirstName = "Marlene",
            LastName = "Okonkwo",
            CreatedAt = host.Time.GetUtcNow(),
        };
        (await host.Users.TryAddAsync(user, CancellationToken.None)).ShouldBeTrue();
        await host.Onboarding.CompleteAsync(crm.Broker(broker), user.Id);
        return await host.FindAsync(crm, email, broker);
    }

    public static async Task<BrokerUser> FindAsync(this ScreensHost host, TestCrm crm, string email, int broker = 0) =>
        (await host.Users.FindByEmailAsync(crm.Broker(broker).Id, email, CancellationToken.None)).ShouldNotBeNull();
}
