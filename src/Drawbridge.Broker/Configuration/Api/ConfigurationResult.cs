using Drawbridge.Broker.Configuration.Versions;
using Drawbridge.Broker.CrmApi;
using Drawbridge.Protocol.Crm;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.WebUtilities;

namespace Drawbridge.Broker.Configuration.Api;

/// <summary>Outcomes as answers.</summary>
internal static class ConfigurationResult
{
    public static IResult Of(ConfigurationOutcome outcome, IReadOnlyList<string> warnings) => outcome switch
    {
        ConfigurationOutcome.Applied applied => Answer("applied", applied.Version, applied.Plan, warnings),
        ConfigurationOutcome.Unchanged unchanged => Answer("unchanged", unchanged.Plan.BaseVersion, unchanged.Plan, warnings),
        ConfigurationOutcome.Planned planned => Answer("planned", planned.Plan.BaseVersion, planned.Plan, warnings),
        ConfigurationOutcome.Refused refused => Refused(refused.Faults),
        ConfigurationOutcome.Outdated outdated => Refusal(
            StatusCodes.Status409Conflict, "The configuration has changed since baseVersion; nothing was changed", null, outdated.NewestVersion, [.. outdated.Meanwhile.Select(EntityChangeAnswer.From)]),
        _ => throw new InvalidOperationException("An outcome that has no answer."),
    };

    public static IResult Refused(IReadOnlyList<string> faults) => Refusal(
        StatusCodes.Status422UnprocessableEntity, $"The configuration has {faults.Count} fault{(faults.Count == 1 ? "" : "s")}; nothing was changed", faults, null, null);

    private static IResult Answer(string outcome, long version, ConfigurationPlan plan, IReadOnlyList<string> warnings) =>
        CrmAnswer.Of(new ChangeAnswer(outcome, version, [.. plan.Changes.Select(EntityChangeAnswer.From)], warnings), ConfigurationJson.Default.ChangeAnswer);

    private static JsonHttpResult<ChangeRefusal> Refusal(int status, string message, IReadOnlyList<string>? faults, long? version, IReadOnlyList<EntityChangeAnswer>? meanwhile) => TypedResults.Json(
        new ChangeRefusal(ReasonPhrases.GetReasonPhrase(status), message, CrmErrorCode.InvalidRequest, faults, version, meanwhile), ConfigurationJson.Default.ChangeRefusal, statusCode: status);
}
