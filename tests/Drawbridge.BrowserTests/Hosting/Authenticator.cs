using Microsoft.Playwright;

namespace Drawbridge.BrowserTests.Hosting;

/// <summary>A device that recognises its user.</summary>
internal sealed record Authenticator(ICDPSession DevTools, string Id)
{
    public static async Task<Authenticator> AddAsync(Visit visit)
    {
        var devTools = await visit.Context.NewCDPSessionAsync(visit.Page);
        await devTools.SendAsync("WebAuthn.enable");
        var added = await devTools.SendAsync("WebAuthn.addVirtualAuthenticator", new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["options"] = new
            {
                protocol = "ctap2", transport = "internal", hasResidentKey = true, hasUserVerification = true, isUserVerified = true, automaticPresenceSimulation = true,
            },
        });
        return new(devTools, added!.Value.GetProperty("authenticatorId").GetString()!);
    }

    /// <summary>Whether somebody touches it whenever it asks for that.</summary>
    public async Task TouchAsync(bool touches) => await DevTools.SendAsync(
        "WebAuthn.setAutomaticPresenceSimulation", new Dictionary<string, object>(StringComparer.Ordinal) { ["authenticatorId"] = Id, ["enabled"] = touches });
}
