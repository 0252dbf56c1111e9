using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json;
using Drawbridge.Broker.Agreements.Texts;
using Drawbridge.Broker.Branding.Texts;
using Drawbridge.Broker.Cashier.Texts;
using Drawbridge.Broker.Chat.Texts;
using Drawbridge.Broker.ClientArea.Texts;
using Drawbridge.Broker.CrmIdentities.Texts;
using Drawbridge.Broker.CustomActions.Texts;
using Drawbridge.Broker.Documents.Texts;
using Drawbridge.Broker.EmailProofs.Texts;
using Drawbridge.Broker.EmbeddedWeb.Sites.Texts;
using Drawbridge.Broker.EmbeddedWeb.Texts;
using Drawbridge.Broker.Kyc.Texts;
using Drawbridge.Broker.Mail.Texts;
using Drawbridge.Broker.Onboarding.Texts;
using Drawbridge.Broker.Partners.Portal.Texts;
using Drawbridge.Broker.Partners.Reports.Texts;
using Drawbridge.Broker.Partners.Rewards.Portal.Texts;
using Drawbridge.Broker.Passkeys.Texts;
using Drawbridge.Broker.PasswordReset.Texts;
using Drawbridge.Broker.Passwords.Texts;
using Drawbridge.Broker.SandboxProvider.Texts;
using Drawbridge.Broker.SecondFactor.Texts;
using Drawbridge.Broker.Security.Texts;
using Drawbridge.Broker.SignIn.Texts;
using Drawbridge.Broker.StepUp.Texts;

namespace Drawbridge.Broker.Screens.Texts;

/// <summary>
/// The texts of one feature: the class that declares their keys, and beside it a file for each language. No text names the vendor's identity or a trading
/// platform (SCR-62, SCR-63).
/// </summary>
internal sealed class TextSet
{
    private readonly Type _keys;

    private TextSet(Type keys)
    {
        _keys = keys;
        Keys = keys.GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(static field => (TextKey)field.GetValue(null)!)
            .ToFrozenDictionary(static key => key.Name, StringComparer.Ordinal);
    }

    /// <summary>Of every feature that has texts.</summary>
    public static IReadOnlyList<TextSet> All { get; } =
    [
        new(typeof(AgreementTextKey)),
        new(typeof(BrandTextKey)),
        new(typeof(CashierTextKey)),
        new(typeof(ChatTextKey)),
        new(typeof(ClientAreaTextKey)),
        new(typeof(CrmTextKey)),
        new(typeof(CustomActionTextKey)),
        new(typeof(DocumentTextKey)),
        new(typeof(EmailProofTextKey)),
        new(typeof(EmbeddedWebTextKey)),
        new(typeof(KycTextKey)),
        new(typeof(MailTextKey)),
        new(typeof(OnboardingTextKey)),
        new(typeof(PartnerTextKey)),
        new(typeof(PasskeyTextKey)),
        new(typeof(PasswordResetTextKey)),
        new(typeof(PasswordTextKey)),
        new(typeof(RewardTextKey)),
        new(typeof(SandboxProviderTextKey)),
        new(typeof(ReportTextKey)),
        new(typeof(ScreenTextKey)),
        new(typeof(SecondFactorTextKey)),
        new(typeof(SecurityTextKey)),
        new(typeof(SignInTextKey)),
        new(typeof(SiteTextKey)),
        new(typeof(StepUpTextKey)),
    ];

    /// <summary>By the names that the files use.</summary>
    public FrozenDictionary<string, TextKey> Keys { get; }

    /// <summary>Name of the class that declares the keys.</summary>
    public string Name => _keys.Name;

    /// <summary>The file of a language as it was written, whether complete or not.</summary>
    /// <exception cref="FormatException">A value is no text, or a name stands twice.</exception>
    public IReadOnlyDictionary<string, TextForms> Read(string language)
    {
        var name = ResourceOf(language);
        using var stream = _keys.Assembly.GetManifestResourceStream(name) ?? throw new FormatException($"{name} is not in the assembly.");
        using var json = JsonDocument.Parse(stream);
        var texts = new Dictionary<string, TextForms>(StringComparer.Ordinal);
        foreach (var entry in json.RootElement.EnumerateObject())
        {
            try
            {
                if (!texts.TryAdd(entry.Name, TextForms.Read(entry.Value)))
                {
                    throw new FormatException("stands twice");
                }
            }
            catch (FormatException e)
            {
                throw new FormatException($"{name}: {entry.Name} {e.Message}.", e);
            }
        }

        return texts;
    }

    /// <summary>Where the texts of a language lie in the assembly.</summary>
    public string ResourceOf(string language) => $"{_keys.Namespace}.{language}.json";

    public override string ToString() => Name;
}
