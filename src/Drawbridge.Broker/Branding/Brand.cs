using Drawbridge.Broker.Branding.Texts;
using Drawbridge.Broker.Brokers;
using Drawbridge.Broker.Screens.Texts;

namespace Drawbridge.Broker.Branding;

/// <summary>A broker's brand in one language.</summary>
internal static class Brand
{
    /// <summary>The warning of the broker's jurisdiction (SCR-64), or our own sentence.</summary>
    public static string RiskWarningOf(BrokerEntity broker, TextCatalogue texts) =>
        In(broker, broker.Settings.Brand.RiskWarning, texts) ?? texts[BrandTextKey.BrandRisk];

    /// <summary>The links at the foot, with what they are called.</summary>
    public static IEnumerable<(string Label, Uri Url)> DocumentsOf(BrokerEntity broker, TextCatalogue texts) =>
        broker.Settings.Brand.Documents.Select(document => (
            In(broker, document.Label, texts) ?? texts[KeyOf(document.Kind)],
            In(broker, document.Url, texts)!));

    private static T? In<T>(BrokerEntity broker, IReadOnlyDictionary<string, T> values, TextCatalogue texts)
        where T : class =>
        values.GetValueOrDefault(texts.Language) ?? values.GetValueOrDefault(broker.Crm.Settings.DefaultLanguage) ?? values.Values.FirstOrDefault();

    private static TextKey KeyOf(LegalDocumentKind kind) => kind switch
    {
        LegalDocumentKind.Terms => BrandTextKey.BrandTerms,
        LegalDocumentKind.Privacy => BrandTextKey.BrandPrivacy,
        LegalDocumentKind.OrderExecution => BrandTextKey.BrandOrderExecution,
        LegalDocumentKind.Complaints => BrandTextKey.BrandComplaints,
        LegalDocumentKind.Imprint => BrandTextKey.BrandImprint,
        _ => BrandTextKey.BrandRiskDisclosure,
    };
}
