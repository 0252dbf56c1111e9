using Drawbridge.Client.Platform;

namespace PlatformClientSample.Tour;

/// <summary>What there is on the plant.</summary>
internal static class PlantTour
{
    public static async Task RunAsync(PlatformClient client, TextWriter output, CancellationToken cancellationToken)
    {
        // snippet: reference
        var groups = await client.Reference.ListGroupsAsync(cancellationToken).AnswerAsync();
        var symbols = await client.Reference.ListSymbolsAsync(cancellationToken).AnswerAsync();
        var currencies = await client.Reference.ListDepositAssetsAsync(cancellationToken).AnswerAsync();
        // end
        await output.WriteLineAsync($"{groups.Count} groups, {symbols.Count} symbols, accounts in {string.Join(", ", currencies)}.");
    }
}
