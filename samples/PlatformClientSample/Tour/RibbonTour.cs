using Drawbridge.Client.Platform;
using Drawbridge.Protocol.Platform;

namespace PlatformClientSample.Tour;

/// <summary>Coloured bars in the application.</summary>
internal static class RibbonTour
{
    public static async Task RunAsync(PlatformClient client, long userId, TextWriter output, CancellationToken cancellationToken)
    {
        // snippet: ribbons
        var ribbon = new Ribbon
        {
            Color = "#ff33ee",
            Title = "Verify your account",
            Enabled = true,
            Closable = true,
            Action = new() { UrlInApp = "https://crm.example.com/inapp/kyc" },
        };
        await client.InAppControls.ReplaceAsync(userId, [ribbon], cancellationToken); // the user's whole set
        await client.InAppControls.ClearAsync(userId, cancellationToken);
        // end
        await output.WriteLineAsync("A ribbon was shown and taken away.");
    }
}
