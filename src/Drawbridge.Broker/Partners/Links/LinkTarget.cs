namespace Drawbridge.Broker.Partners.Links;

/// <summary>Where a campaign link leads. Numbers are stored.</summary>
internal enum LinkTarget
{
    /// <summary>The sign-up screen, and from there to the client area.</summary>
    SignUp = 1,

    /// <summary>The client area: who has no account yet finds the sign-up there.</summary>
    ClientArea = 2,

    /// <summary>The broker's application (INV-40, INV-41).</summary>
    App = 3,

    /// <summary>Trading in the browser.</summary>
    Web = 4,
}
