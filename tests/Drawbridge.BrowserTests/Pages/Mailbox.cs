using System.Text.RegularExpressions;
using Drawbridge.BrowserTests.Hosting;

namespace Drawbridge.BrowserTests.Pages;

/// <summary>The broker's page with the mails that it would have sent.</summary>
internal sealed partial class Mailbox(Visit visit)
{
    /// <summary>The newest code sent to somebody.</summary>
    public async Task<string> ReadCodeAsync(Person person) => Code().Match(await ReadAsync(person)).Value;

    /// <summary>The newest link sent to somebody.</summary>
    public async Task<string> ReadLinkAsync(Person person) => Link().Match(await ReadAsync(person)).Value;

    private async Task<string> ReadAsync(Person person)
    {
        var page = await visit.Context.NewPageAsync();
        await page.GotoAsync($"{visit.Up.BrokerUrl}/mailbox");
        var text = await page.GetByTestId("mail").Filter(new() { HasText = person.Email }).First.InnerTextAsync();
        await page.CloseAsync();
        return text;
    }

    [GeneratedRegex(@"\b\d{6}\b", RegexOptions.None, 1000)]
    private static partial Regex Code();

    [GeneratedRegex(@"https://\S+", RegexOptions.None, 1000)]
    private static partial Regex Link();
}
