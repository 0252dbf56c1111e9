using Drawbridge.Broker.Partners.Programme;
using Drawbridge.Broker.Screens;
using Drawbridge.Broker.SignIn;
using Microsoft.AspNetCore.WebUtilities;

namespace Drawbridge.Broker.Partners.Portal;

/// <summary>Who looks at the partner's pages, and as which partner.</summary>
/// <param name="Who">Who is logged in.</param>
/// <param name="Partner">The partner whose pages are shown; null = the user is none yet.</param>
/// <param name="Partners">Everything that the user is partner with: as a person, or with accounts.</param>
internal sealed record PortalVisit(FlowUser Who, Partner? Partner, IReadOnlyList<Partner> Partners)
{
    /// <summary>Name of the parameter that says which of several partners is meant.</summary>
    public const string As = "as";

    /// <summary>The address of a page of the same partner.</summary>
    public string UrlFor(Screen screen, string path) => UrlFor(screen, path, Partner);

    /// <summary>The address of a page of one of the partners.</summary>
    public string UrlFor(Screen screen, string path, Partner? partner)
    {
        var url = screen.Parameters.UrlFor(path);
        return partner is null || Partners.Count < 2 ? url : QueryHelpers.AddQueryString(url, As, partner.Identifier);
    }
}

/// <summary>What a page inside of <c>PortalFrame</c> shows: its model says who looks at it.</summary>
internal interface IPortalModel
{
    PortalVisit Visit { get; }
}
