using System.Net.Http.Json;
using System.Text.Json;
using Drawbridge.Platform.Journal;

namespace Drawbridge.BrowserTests.Hosting;

/// <summary>The calls between the two sides, as the platform serves them to its app.</summary>
internal sealed class Journal(HttpClient http, string platformUrl)
{
    /// <summary>Longer than anything takes on a busy machine.</summary>
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    /// <summary>All calls up to now, oldest first.</summary>
    public async Task<IReadOnlyList<JournalEntry>> ReadAsync() =>
        (await http.GetFromJsonAsync($"{platformUrl}/instrument/api/journal?after=0", JournalJson.Default.JournalPage))!.Entries;

    /// <summary>Waits for a call that was or will be made.</summary>
    /// <exception cref="OperationCanceledException">It was not made in time.</exception>
    public async Task<JournalEntry> WaitForAsync(Func<JournalEntry, bool> isIt)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(Deadline);
        await using var stream = await http.GetStreamAsync($"{platformUrl}/instrument/api/journal/stream?after=0", deadline.Token);
        using var reader = new StreamReader(stream);
        while (await reader.ReadLineAsync(deadline.Token) is { } line)
        {
            if (line.StartsWith("data: {\"id\":", StringComparison.Ordinal)
                && JsonSerializer.Deserialize(line.AsSpan("data: ".Length), JournalJson.Default.JournalEntry) is { } entry
                && isIt(entry))
            {
                return entry;
            }
        }

        throw new InvalidOperationException("The journal ended.");
    }
}
