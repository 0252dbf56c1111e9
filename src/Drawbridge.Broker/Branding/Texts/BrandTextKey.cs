using Drawbridge.Broker.Screens.Texts;

namespace Drawbridge.Broker.Branding.Texts;

/// <summary>Texts of what a broker has to say on every screen.</summary>
internal static class BrandTextKey
{
    public static readonly TextKey BrandRisk = new();
    public static readonly TextKey BrandDocuments = new();
    public static readonly TextKey BrandTerms = new();
    public static readonly TextKey BrandPrivacy = new();
    public static readonly TextKey BrandRiskDisclosure = new();
    public static readonly TextKey BrandOrderExecution = new();
    public static readonly TextKey BrandComplaints = new();
    public static readonly TextKey BrandImprint = new();
}
