namespace Drawbridge.Broker.InApp;

/// <summary>Marks the endpoints that an application's user gets at by a token or by the session that one became, so that none is forgotten when they are tried.</summary>
internal sealed class InAppEndpoint
{
    private InAppEndpoint()
    {
    }

    public static InAppEndpoint Mark { get; } = new();
}
