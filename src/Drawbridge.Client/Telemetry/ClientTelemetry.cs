using System.Diagnostics;

namespace Drawbridge.Client.Telemetry;

/// <summary>Traces and metrics of both clients. Spans are named by route template, never by address (B2P-0-23).</summary>
public static class ClientTelemetry
{
    /// <summary>Name of the <see cref="ActivitySource"/> and of the meter, for <c>AddSource</c> and <c>AddMeter</c>.</summary>
    public const string Name = "Drawbridge.Client";

    /// <summary>Tag with the broker's name, of spans and metrics (BID-10).</summary>
    internal const string BrokerTag = "drawbridge.broker_name";

    /// <summary>Tag with the CRM's name, of spans and metrics (BID-10).</summary>
    internal const string CrmTag = "drawbridge.broker_crm_name";

    private static readonly ActivitySource Source = new(Name);

    internal static Activity? Start(in CallTags call)
    {
        if (Source.StartActivity($"{call.Method} {call.Template}", ActivityKind.Client) is not { } activity)
        {
            return null;
        }

        activity.SetTag("drawbridge.call", call.Number);
        activity.SetTag(BrokerTag, call.BrokerName);
        activity.SetTag(CrmTag, call.BrokerCrmName);
        activity.SetTag("http.request.method", call.Method);
        activity.SetTag("url.template", call.Template);
        return activity;
    }

    internal static void End(Activity? activity, string outcome, int? status, string? code)
    {
        activity?.SetTag("drawbridge.outcome", outcome);
        activity?.SetTag("http.response.status_code", status);
        activity?.SetTag("error.type", code);
        if (outcome is not Outcomes.Answered)
        {
            activity?.SetStatus(ActivityStatusCode.Error);
        }
    }
}

/// <summary>A call as traces and metrics know it.</summary>
/// <param name="Side">Who is called: <c>platform</c> or <c>crm</c>.</param>
/// <param name="Number">Its number in the specification.</param>
/// <param name="Method">HTTP method.</param>
/// <param name="Template">Template of its path.</param>
/// <param name="BrokerName">For which broker, as its settings say: never what a request said.</param>
/// <param name="BrokerCrmName">The same of its CRM.</param>
internal readonly record struct CallTags(string Side, string Number, string Method, string Template, string BrokerName, string BrokerCrmName);

/// <summary>How a call ended, in a word.</summary>
internal static class Outcomes
{
    public const string Answered = "answered";
    public const string Refused = "refused";
    public const string NotSent = "not sent";
    public const string Ambiguous = "ambiguous";
    public const string Cancelled = "cancelled";
}
