using System.CommandLine;
using Drawbridge.Cli.CommandLine;

namespace Drawbridge.Cli.Conform.Init;

/// <summary><c>drawbridge conform init</c>: writes a plan, by asking or from options.</summary>
internal static class InitCommand
{
    public static Command Create(Terminal terminal)
    {
        var file = new Argument<string>("FILE") { Description = "The plan to write", DefaultValueFactory = static _ => "conformance.yaml" };
        var force = new Option<bool>("--force") { Description = "Write over a file that is there" };
        var name = Text("--name", "What reports call your CRM", "NAME");
        var url = Text("--url", "Its address, that all calls and screens are relative to", "URL");
        var brokerName = Text("--broker-name", "brokerName, as the platform operator gave it", "NAME");
        var brokerCrmName = Text("--broker-crm-name", "brokerCrmName, as the platform operator gave it", "NAME");
        var password = new Option<string>("--password-variable")
        {
            Description = "Variable of the environment with the password of call 4.1; the plan names it, never the password", HelpName = "NAME", DefaultValueFactory = static _ => "CRM_PASSWORD",
        };
        var successUrl = Text("--success-url", "Where log-in ends", "URL");
        var authority = Text("--ca", "PEM file with an authority that this machine does not trust already", "FILE");
        var offers = new Option<string[]>("--offers") { Description = "sso or handoff, and modules: deposit, withdrawal, kyc, chat, …", HelpName = "LIST", AllowMultipleArgumentsPerToken = true };
        var users = new Option<string[]>("--user") { Description = "E-mail address of a trader; may be given several times", HelpName = "EMAIL" };
        var platform = Text("--platform-url", "Drawbridge's platform that your CRM talks to", "URL");
        var command = new CommandWithExamples(
            "init", "Write a plan: asks step by step, and holds each answer against your CRM at once",
            "conform init",
            "conform init crm.yaml --url https://crm.example.com --broker-name my_broker --broker-crm-name my_crm --success-url https://ct.example.com/callback --offers sso,deposit --user trader@example.com")
        {
            file, force, name, url, brokerName, brokerCrmName, password, successUrl, authority, offers, users, platform,
        };
        command.SetAction((result, cancellationToken) => new InitRun(terminal, TimeProvider.System).RunAsync(
            result.GetRequiredValue(file),
            result.GetValue(force),
            new PlanAnswers
            {
                Name = result.GetValue(name),
                Url = result.GetValue(url),
                BrokerName = result.GetValue(brokerName),
                BrokerCrmName = result.GetValue(brokerCrmName),
                CrmPassword = $"${{env:{result.GetRequiredValue(password)}}}",
                SuccessUrl = result.GetValue(successUrl),
                AuthorityFile = result.GetValue(authority),
                Offers = [.. (result.GetValue(offers) ?? []).SelectMany(static one => one.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))],
                Users = result.GetValue(users) ?? [],
                PlatformUrl = result.GetValue(platform),
            },
            cancellationToken));
        return command;
    }

    private static Option<string?> Text(string name, string description, string helpName) => new(name) { Description = description, HelpName = helpName };
}
