using Drawbridge.Client.Platform;
using Drawbridge.Protocol.Platform;

namespace PlatformClientSample.Tour;

/// <summary>Texts of the broker's own on accounts.</summary>
internal static class AttributeTour
{
    public static async Task RunAsync(PlatformClient client, long login, TextWriter output, CancellationToken cancellationToken)
    {
        // snippet: attributes
        var bulk = client.With(CallTerms.Bulk); // nobody waits for it
        await bulk.Attributes.UpdateAsync(
            AttributeOwner.Traders, [new AttributeItem { Id = login, Attributes = [new() { Name = "label", Value = "VIP" }] }], cancellationToken);

        // All accounts that have a label, page by page.
        for (long? cursor = 0; cursor is not null;)
        {
            var request = new ListAttributesRequest { Name = "label", PageSize = 1000, Cursor = cursor };
            var page = await bulk.Attributes.ListAsync(AttributeOwner.Traders, request, cancellationToken).AnswerAsync();
            await output.WriteLineAsync($"Accounts with a label: {page.Items.Count}.");
            cursor = page.NextCursor;
        }

        await bulk.Attributes.DeleteAsync(AttributeOwner.Traders, [login], ["label"], cancellationToken);
        // end
    }
}
