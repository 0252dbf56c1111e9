using System.Globalization;
using System.Text;

namespace Drawbridge.Cli.Conform.Init;

/// <summary>Writes a plan with comments: what was answered, and beside it what else there is, ready to be switched on.</summary>
internal static class PlanWriter
{
    public static string Write(PlanAnswers answers) =>
        $$"""
        # What 'drawbridge conform' looks at. docs/conformance-plan.md explains every setting.
        # Secrets stand here as ${env:NAME} or ${file:PATH}, so this file can be kept with your code.
        name: {{Text(answers.Name)}}

        broker:
          # The address that all calls and screens are relative to.
          url: {{Text(answers.Url)}}
          # As the platform operator gave them; case-sensitive.
          brokerName: {{Text(answers.BrokerName)}}
          brokerCrmName: {{Text(answers.BrokerCrmName)}}
          # What the platform sends in call 4.1.
          crmPassword: {{answers.CrmPassword}}
          # Where log-in ends: the page that gets the one-time token.
          successUrl: {{Text(answers.SuccessUrl)}}
        {{Optional("authorityFile", answers.AuthorityFile, "ca.pem", "An authority that this machine does not trust already (PEM).")}}
          # How users get in, sso or handoff, and the modules that you offer. Cases about the others are skipped:
          # deposit, withdrawal, kyc, customAction, chat, newAccount, changePassword, changeEmail, ribbons, embeddedWeb,
          # partners, inAppToken; and requiredIdentification or optionalIdentification (names in every call, or not).
          offers: [{{string.Join(", ", answers.Offers)}}]
          # Traders to log in with; the first has a live account. A second one lets more be looked at.
          users:
        {{Users(answers)}}
          # Another broker or white label of the same CRM.
          # second:
          #   brokerName: your_white_label
          #   brokerCrmName: {{Text(answers.BrokerCrmName)}}
          #   user: { email: wl@example.com, password: "${env:WHITE_LABEL_TRADER_PASSWORD}" }
          # A broker of another CRM at the same address.
          # other: { brokerName: other_broker, brokerCrmName: other_crm, crmPassword: "${env:OTHER_CRM_PASSWORD}" }
          # A broker that is switched off.
          # disabled: { brokerName: closed_broker, brokerCrmName: {{Text(answers.BrokerCrmName)}} }
          # What must stand on log-in and sign-up: the legal entity, the jurisdiction.
          # legalWords: ["Example Markets Ltd"]

        screens:
          # Where your screens are, unless they are where the protocol has them.
          # logIn: /auth/login
          # deposit: /inapp/deposit
          languages: [en]
          themes: false
          # How fields are found that are not found by themselves, and what is entered into fields of your own.
          # selectors: { email: "#login-email" }
          # values: { "Country": "Cyprus" }

        {{Platform(answers)}}
        # Where mails can be read, with the person's address in place of {email}.
        # mailbox: https://mail.example.com/text?to={email}

        # Cases that are left out or known to fail, each with a reason for the reader of the report.
        # skip:
        #   - { cases: "screens/6.2.4/*", reason: "one theme only" }
        # expectedFailures:
        #   - { cases: "api/6.1.7/*", reason: "fixed in the next release" }

        """;

    /// <summary>Quoted wherever YAML could read it as something else.</summary>
    private static string Text(string? value) =>
        value is { Length: > 0 } && char.IsAsciiLetterOrDigit(value[0]) && value.All(static one => char.IsAsciiLetterOrDigit(one) || one is '_' or '-' or '.' or '/' or ':' or '@')
        && !value.EndsWith(':') && !double.TryParse(value, CultureInfo.InvariantCulture, out _) && value.ToLowerInvariant() is not ("true" or "false" or "null" or "yes" or "no" or "on" or "off")
            ? value
            : $"\"{value?.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private static string Optional(string key, string? value, string example, string comment) =>
        $"  # {comment}\n  {(value is null ? $"# {key}: {example}" : $"{key}: {Text(value)}")}";

    private static string Users(PlanAnswers answers)
    {
        var text = new StringBuilder();
        foreach (var (index, email) in answers.Users.Index())
        {
            text.Append(CultureInfo.InvariantCulture, $"    - email: {Text(email)}\n      password: ${{env:{PasswordVariable(index)}}}\n");
        }

        return text.Length > 0 ? text.ToString().TrimEnd('\n') : "    []";
    }

    private static string Platform(PlanAnswers answers)
    {
        const string comment = "# Drawbridge's platform that your CRM talks to: its journal shows the calls that your CRM makes.\n";
        return answers.PlatformUrl is null
            ? $"{comment}# platform:\n#   url: https://localhost:7444\n#   authorityFile: .drawbridge/certs/ca.crt\n"
            : $"{comment}platform:\n  url: {Text(answers.PlatformUrl)}\n{(answers.AuthorityFile is null ? "" : $"  authorityFile: {Text(answers.AuthorityFile)}\n")}";
    }

    /// <summary>Of the environment, for the password of a trader.</summary>
    public static string PasswordVariable(int index) => index == 0 ? "TRADER_PASSWORD" : $"TRADER_{(index + 1).ToString(CultureInfo.InvariantCulture)}_PASSWORD";
}
