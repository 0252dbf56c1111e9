using System.Text.Json.Serialization;
using Drawbridge.Broker.CustomActions;

namespace Drawbridge.Broker.Agreements;

/// <summary>A document that traders agree to, such as the client agreement (FLOW-CREATE-8). A new version is asked for at the next login.</summary>
public sealed record UserAgreement
{
    /// <summary>Its name in the database: 1 to 32 of <c>a-z</c>, <c>0-9</c>, <c>-</c>. Never changed once somebody accepted it.</summary>
    public string Id { get; init; } = "agreement";

    /// <summary>What traders read, by language; empty = "user agreement" in each.</summary>
    public IReadOnlyDictionary<string, string> Title { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Every version there was and will be; of those in force the one with the latest <see cref="AgreementVersion.ValidFrom"/> counts.</summary>
    public required IReadOnlyList<AgreementVersion> Versions { get; init; }

    /// <summary>Whether who accepted an earlier version is asked to accept the one in force. Default true.</summary>
    public bool AskAgain { get; init; } = true;

    /// <summary>The version in force, null = none yet.</summary>
    internal AgreementVersion? At(DateTimeOffset now) =>
        Versions.Where(version => version.ValidFrom is null || version.ValidFrom <= now).OrderBy(static version => version.ValidFrom ?? DateTimeOffset.MinValue).LastOrDefault();

    /// <summary>Which of some agreements are still to be accepted, in their order.</summary>
    /// <param name="agreements">Those of the broker.</param>
    /// <param name="accepted">What was accepted before.</param>
    /// <param name="now">When.</param>
    /// <param name="language">Of the screen.</param>
    /// <param name="otherwise">Language of titles where there is none in that one.</param>
    internal static IReadOnlyList<AgreementToAccept> FindMissing(
        IReadOnlyList<UserAgreement> agreements, IReadOnlyList<AgreementConsent> accepted, DateTimeOffset now, string language, string otherwise) =>
    [
        .. from agreement in agreements
           let version = agreement.At(now)
           let before = accepted.Where(consent => consent.Agreement == agreement.Id).ToList()
           where version is not null && before.TrueForAll(consent => consent.Version != version.Version) && (agreement.AskAgain || before.Count == 0)
           select new AgreementToAccept(
               agreement.Id, version.Version, agreement.Title.Count == 0 ? null : CustomAction.In(agreement.Title, language, otherwise),
               language, version.Urls.GetValueOrDefault(language) ?? version.Url, before.Count > 0),
    ];
}

/// <summary>A version of a <see cref="UserAgreement"/>.</summary>
/// <param name="Version">Shown and recorded, 1 to 64 characters.</param>
/// <param name="Url">Where it can be read, https.</param>
public sealed record AgreementVersion(string Version, Uri Url)
{
    /// <summary>Where it can be read in a language, by ISO 639-1; others read <see cref="Url"/>.</summary>
    public IReadOnlyDictionary<string, Uri> Urls { get; init; } = new Dictionary<string, Uri>(StringComparer.Ordinal);

    /// <summary>From when on it counts, null = always did.</summary>
    public DateTimeOffset? ValidFrom { get; init; }

    [JsonIgnore]
    internal IEnumerable<Uri> Addresses => [Url, .. Urls.Values];
}
