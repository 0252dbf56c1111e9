using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Drawbridge.IntegrationTests.Whole;

namespace Drawbridge.IntegrationTests.Mail;

/// <summary>The broker as a process of its own, and a mail server that nobody here wrote.</summary>
public sealed partial class RealSmtpTests
{
    private const string Email = "ada@example.com";
    private const string Password = "lantern gravel otter quilt";

    [Fact] // CONF-6.3.9-1
    public async Task A_reset_mail_goes_out_encrypted_and_logged_in_and_again_after_a_refusal()
    {
        await using var world = await TwoSides.StartAsync(NewServer(refusals: 1), trustsMailServer: true);
        using var walker = world.NewWalker();
        await walker.SignUpAsync(world.Names, Email, Password, keep: false);

        await AskForResetAsync(world);
        var mail = await world.Mail!.MailAsync(1, world.ReadBrokerLog);

        mail.GetProperty("authenticated").GetBoolean().ShouldBeTrue();
        mail.GetProperty("cipher").ValueKind.ShouldNotBe(JsonValueKind.False);
        mail.GetProperty("to")[0].GetString().ShouldBe(Email);
        mail.GetProperty("from").GetString().ShouldBe("no-reply@killing.example.test");
        world.Mail.Logins.ShouldBe(["right", "right"]); // of the refused attempt and of the other one
        var text = Encoding.UTF8.GetString(mail.GetProperty("content").GetBytesFromBase64());
        text.ShouldContain("multipart/alternative");
        text.ShouldContain("text/html");
        text.ShouldContain("Auto-Submitted: auto-generated");
        var parts = Encoded().Matches(text).Select(static part => Encoding.UTF8.GetString(Convert.FromBase64String(part.Value.ReplaceLineEndings("")))).ToList();
        var link = Link().Match(string.Join('\n', parts)).Value;
        using var browser = world.NewWalker();
        await browser.OpenAsync(new Uri(link).PathAndQuery);
        browser.Page!.QuerySelector("input[type=password]").ShouldNotBeNull();
        world.Mail.MailCount.ShouldBe(1);
    }

    [Fact]
    public async Task A_server_whose_certificate_nobody_vouches_for_gets_neither_password_nor_mail()
    {
        await using var world = await TwoSides.StartAsync(NewServer(refusals: 0), trustsMailServer: false);
        using var walker = world.NewWalker();
        await walker.SignUpAsync(world.Names, Email, Password, keep: false);

        await AskForResetAsync(world);
        await SmtpServer.UntilAsync(() => world.ReadBrokerLog().Contains("AuthenticationException", StringComparison.Ordinal), world.ReadBrokerLog);

        world.Mail!.Logins.ShouldBeEmpty();
        world.Mail.MailCount.ShouldBe(0);
        world.ReadBrokerLog().ShouldNotContain(Email);
        world.ReadBrokerLog().ShouldNotContain(world.Mail.Password);
    }

    private static Func<string, string, Task<SmtpServer>> NewServer(int refusals) =>
        (certificate, key) => SmtpServer.StartAsync(certificate, key, refusals);

    private static async Task AskForResetAsync(TwoSides world)
    {
        using var walker = world.NewWalker();
        await walker.OpenAsync($"/auth/reset?{world.Names}");
        await walker.SubmitAsync(("email", Email));
        walker.Page!.QuerySelector("[data-testid=reset-sent]").ShouldNotBeNull(walker.Page.Body!.TextContent);
    }

    [GeneratedRegex(@"(?<=base64\r?\n\r?\n)[A-Za-z0-9+/=\r\n]+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Encoded();

    [GeneratedRegex(@"https://localhost:\d+/auth/reset\?[^\s""<]+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Link();
}
