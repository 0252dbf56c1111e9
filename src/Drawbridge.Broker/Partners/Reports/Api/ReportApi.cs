using System.Globalization;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.CrmApi;
using Drawbridge.Broker.Management;
using Drawbridge.Broker.Management.OpenApi;
using Drawbridge.Broker.Partners.Api;
using Drawbridge.Broker.Partners.Programme;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Drawbridge.Broker.Partners.Reports.Api;

/// <summary>Figures by day and by campaign in the management API: the same that console and partner see. Who asks for CSV, by address or by <c>Accept</c>, gets the file.</summary>
internal sealed class ReportApi(BrokerDirectory directory, PartnerStore partners, ReportReader reader, ReportFile file)
{
    private const string Csv = "text/csv";

    private static readonly ApiParameter[] _days =
    [
        new("from", "The first day, such as 2026-11-01; 30 days up to the last one unless said"), new("until", "The last day, included; today unless said"),
    ];

    public static void Map(IEndpointRouteBuilder routes)
    {
        var own = ActivatorUtilities.CreateInstance<ReportApi>(routes.ServiceProvider);
        var group = ManagementApi.MapGroup(routes).MapGroup("/partners");
        ApiParameter[] whose = [new("scope", "Whose: all, own or network", Values: ["all", "own", "network"]), new("campaign", "Only this link of the partner, 0 for what came without one", "integer")];
        ApiParameter[] broker = [new("brokerName", "Whose partners; has to be there unless the CRM has one broker")];
        group.MapGet("/{id:long}/report", (HttpContext context, long id, CancellationToken cancellationToken) => own.OfPartnerAsync(context, id, WantsFile(context), cancellationToken))
            .WithName("GetPartnerReport").Describe(Report("Figures of a partner by day and by campaign", [.. _days, .. whose]));
        group.MapGet("/{id:long}/report.csv", (HttpContext context, long id, CancellationToken cancellationToken) => own.OfPartnerAsync(context, id, asFile: true, cancellationToken))
            .WithName("GetPartnerReportFile").Describe(File("The same as a file: a line for each day, campaign and currency", [.. _days, .. whose]));
        group.MapGet("/report", (HttpContext context, CancellationToken cancellationToken) => own.OfBrokerAsync(context, WantsFile(context), cancellationToken))
            .WithName("GetBrokerReport").Describe(Report("Figures of all partners of a broker together, by day", [.. broker, .. _days]));
        group.MapGet("/report.csv", (HttpContext context, CancellationToken cancellationToken) => own.OfBrokerAsync(context, asFile: true, cancellationToken))
            .WithName("GetBrokerReportFile").Describe(File("Figures of each partner of a broker as a file", [.. broker, .. _days]));
    }

    private async Task<IResult> OfPartnerAsync(HttpContext context, long id, bool asFile, CancellationToken cancellationToken)
    {
        if (await partners.FindAsync(new BrokerScope(context.GetCallerCrmId()), id, cancellationToken) is not { } partner || directory.Current.FindBroker(partner.BrokerId) is not { } broker)
        {
            return PartnerRequests.NoPartner;
        }

        var (query, fault) = Read(context, broker);
        return fault is not null ? fault
            : asFile ? await file.OfPartnerAsync(broker, partner, query!, cancellationToken)
            : CrmAnswer.Of(ReportAnswer.Of(await reader.ReadAsync(broker, partner.Id, query!, cancellationToken)), ReportJson.Default.ReportAnswer);
    }

    private async Task<IResult> OfBrokerAsync(HttpContext context, bool asFile, CancellationToken cancellationToken)
    {
        var name = context.Request.Query["brokerName"].ToString();
        var own = name.Length > 0 ? [] : directory.Current.Brokers.Where(one => one.Crm.Id == context.GetCallerCrmId()).Take(2).ToArray();
        if (name.Length == 0 && own.Length != 1)
        {
            return CrmError.MissingParameter("brokerName");
        }

        if ((name.Length == 0 ? own[0] : context.FindBroker(directory, name)) is not { } broker)
        {
            return CrmError.BrokerIdInvalid;
        }

        var (query, fault) = Read(context, broker);
        return fault is not null ? fault
            : asFile ? file.OfBroker(broker, query!, cancellationToken)
            : CrmAnswer.Of(ReportAnswer.Of(await reader.ReadAsync(broker, query!, cancellationToken)), ReportJson.Default.ReportAnswer);
    }

    /// <summary>Pages leave out what they do not understand; a program is told.</summary>
    private (ReportQuery? Query, CrmError? Fault) Read(HttpContext context, BrokerEntity broker)
    {
        var asked = context.Request.Query;
        foreach (var name in new[] { "from", "until" })
        {
            if (asked[name].ToString() is { Length: > 0 } text && ReportQuery.DayOf(text) is null)
            {
                return (null, CrmError.MustBe(name, "a day such as 2026-11-01"));
            }
        }

        if (asked["scope"].ToString() is not ("" or "all" or "own" or "network"))
        {
            return (null, CrmError.MustBe("scope", "all, own or network"));
        }

        if (asked["campaign"].ToString() is { Length: > 0 } campaign && !long.TryParse(campaign, NumberStyles.None, CultureInfo.InvariantCulture, out _))
        {
            return (null, CrmError.MustBe("campaign", "the number of a link, or 0"));
        }

        var query = reader.QueryOf(broker, asked);
        return ReportQuery.DayOf(asked["from"]) is { } from && from != query.From
            ? (null, CrmError.MustBe("from", $"no later than until, and at most {ReportQuery.LongestDays} days with it"))
            : (query, null);
    }

    private static bool WantsFile(HttpContext context) =>
        context.Request.GetTypedHeaders().Accept.OrderByDescending(static one => one.Quality ?? 1).FirstOrDefault() is { } first && first.MediaType.Equals(Csv, StringComparison.OrdinalIgnoreCase);

    private static ApiOperation Report(string summary, ApiParameter[] parameters) => new(summary)
    {
        Description = "Up to a minute old. Days begin in the broker's Settings:Partners:TimeZone. With Accept: text/csv it is the file.",
        Parameters = parameters,
        Answers = [new(200, "The figures", ReportJson.Default.ReportAnswer)],
        Refusals = [400, 404],
    };

    private static ApiOperation File(string summary, ApiParameter[] parameters) => new(summary)
    {
        Parameters = parameters, Answers = [new(200, "The file", Type: null, Csv)], Refusals = [400, 404],
    };
}
