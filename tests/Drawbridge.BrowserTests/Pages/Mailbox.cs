using System.Text.RegularExpressions;
using Drawbridge.BrowserTests.Hosting;

namespace Drawbridge.BrowserTests.Pages;

/// <summary>The broker's page with the mails that it would have sent.</summary>
internal sealed partial class Mailbox(Visit visit)
{
    /// <summary>The newest code sent to an address.</summary>
    public async Task<string> ReadCodeAsync(string email) => Code().Match(await ReadAsync(email)).Value;

    /// <summary>The newest code sent to somebody.</summary>
    public async Task<string> ReadCodeAsync(Person person) => Code().Match(await ReadAsync(person.Email)).Value;

    /// <summary>The newest link sent to somebody.</summary>
    public async Task<string> ReadLinkAsync(Person person) => Link().Match(await ReadAsync(person.Email)).Value;

    private async Task<string> ReadAsync(string email)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var page = await visit.Context.NewPageAsync();
        var mails = page.GetByTestId("mail").Filter(new() { HasText = email });
        do
        {
            deadline.Token.ThrowIfCancellationRequested();
            await page.GotoAsync($"{visit.Up.BrokerUrl}/mailbox"); // mails come a moment later
        }
        while (await mails.CountAsync() == 0);

        var text = await mails.First.InnerTextAsync();
        await page.CloseAsync();
        return text;
    }

    [GeneratedRegex(@"\b\d{6}\b", RegexOptions.None, 1000)]
    private static partial Regex Code();

    [GeneratedRegex(@"https://\S+", RegexOptions.None, 1000)]
    private static partial Regex Link();
}
