using Drawbridge.Broker.Screens.Texts;

namespace Drawbridge.Broker.Agreements.Texts;

/// <summary>Texts of what traders agree to.</summary>
internal static class AgreementTextKey
{
    public static readonly TextKey AgreementAccept = new();
    public static readonly TextKey AgreementDefaultTitle = new();
    public static readonly TextKey AgreementError = new();
    public static readonly TextKey AgreementsTitle = new();
    public static readonly TextKey AgreementsIntro = new();
    public static readonly TextKey AgreementsNewTitle = new();
    public static readonly TextKey AgreementsNewIntro = new();
    public static readonly TextKey AgreementsSubmit = new();
}
