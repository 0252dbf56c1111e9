using Drawbridge.Cli.CommandLine;
using Drawbridge.Conformance.Evidence;
using Drawbridge.Conformance.Http;
using Drawbridge.Conformance.Running;
using Spectre.Console;

namespace Drawbridge.Cli.Conform.Init;

/// <summary>Asks for what the options left out, and holds each answer against the CRM as far as that is possible.</summary>
internal sealed class Questions(Terminal terminal, TimeProvider time)
{
    private static readonly string[] Modules =
    [
        "deposit", "withdrawal", "kyc", "customAction", "chat", "newAccount", "changePassword", "changeEmail", "ribbons", "embeddedWeb", "partners", "inAppToken",
    ];

    private const string Required = "yes, it is refused without names";
    private const string Optional = "no, names may be left out";

    private readonly IAnsiConsole _console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(terminal.OutputWriter), Interactive = InteractionSupport.Yes });

    public async Task<PlanAnswers> AskAsync(PlanAnswers answers, CancellationToken cancellationToken)
    {
        _console.MarkupLine("Answers can be changed in the file afterwards. Ctrl+C ends without writing it.\n");
        var (url, authority) = answers.Url is null ? await AskAddressAsync(answers.AuthorityFile, cancellationToken) : (answers.Url, answers.AuthorityFile);
        answers = answers with { Url = url, AuthorityFile = authority, Name = answers.Name ?? await AskAsync(new TextPrompt<string>("What do reports call it?").DefaultValue(new Uri(url).Host), cancellationToken) };
        answers = answers with { BrokerCrmName = answers.BrokerCrmName ?? await NameAsync("brokerCrmName", cancellationToken) };
        answers = answers with { BrokerName = answers.BrokerName ?? await NameAsync("brokerName", cancellationToken) };
        answers = answers with
        {
            SuccessUrl = answers.SuccessUrl ?? await AskAsync(new TextPrompt<string>("Where does log-in end (the success page)?").Validate(static text => IsAddress(text) ? ValidationResult.Success() : NotAnAddress), cancellationToken),
        };
        if (answers.Offers.Count == 0)
        {
            var identity = await new SelectionPrompt<string>().Title("How do users get in?").AddChoices("sso", "handoff").ShowAsync(_console, cancellationToken);
            var modules = await new MultiSelectionPrompt<string>().Title("Which modules does it offer?").NotRequired().PageSize(Modules.Length).AddChoices(Modules).ShowAsync(_console, cancellationToken);
            var names = await new SelectionPrompt<string>().Title("Must every call of the platform name broker and CRM?").AddChoices(Required, Optional).ShowAsync(_console, cancellationToken);
            answers = answers with { Offers = [identity, names == Required ? "requiredIdentification" : "optionalIdentification", .. modules] };
        }

        if (answers.Users.Count == 0)
        {
            var email = await AskAsync(new TextPrompt<string>("E-mail address of a trader with a live account (empty for none):").AllowEmpty(), cancellationToken);
            answers = answers with { Users = email.Length == 0 ? [] : [email] };
        }

        return answers;
    }

    /// <summary>Asks again until somebody answers there, or the person insists.</summary>
    private async Task<(string Url, string? Authority)> AskAddressAsync(string? authority, CancellationToken cancellationToken)
    {
        while (true)
        {
            var url = (await AskAsync(new TextPrompt<string>("Where is your CRM's side (https://…)?").Validate(static text => IsAddress(text) ? ValidationResult.Success() : NotAnAddress), cancellationToken)).TrimEnd('/');
            try
            {
                using var http = new TargetHttp(authority is null ? [] : [authority], TimeSpan.FromSeconds(10), new Secrets(), time);
                await http.SendAsync(new TargetRequest(HttpMethod.Get, new Uri(url)) { ContentType = null }, static _ => { }, cancellationToken);
                _console.MarkupLine("[green]reached[/]");
                return (url, authority);
            }
            catch (Exception e) when (e is ConfigurationFaultException or NonconformityException)
            {
                _console.MarkupLineInterpolated($"[yellow]{e.Message}[/]");
                if (e.Message.Contains("not trusted", StringComparison.Ordinal))
                {
                    authority = await AskAsync(
                        new TextPrompt<string>("PEM file of the authority that signed its certificate:").Validate(static file => File.Exists(file) ? ValidationResult.Success() : ValidationResult.Error("There is no such file.")), cancellationToken);
                }
                else if (await new ConfirmationPrompt("Write it nevertheless?") { DefaultValue = false }.ShowAsync(_console, cancellationToken))
                {
                    return (url, authority);
                }
            }
        }
    }

    private Task<string> NameAsync(string name, CancellationToken cancellationToken) =>
        AskAsync(new TextPrompt<string>($"{name}, as the platform operator gave it:").Validate(static text => string.IsNullOrWhiteSpace(text) ? ValidationResult.Error("It cannot be empty.") : ValidationResult.Success()), cancellationToken);

    private Task<string> AskAsync(TextPrompt<string> prompt, CancellationToken cancellationToken) => prompt.ShowAsync(_console, cancellationToken);

    private static ValidationResult NotAnAddress => ValidationResult.Error("It must be a whole address that begins with https://.");

    private static bool IsAddress(string text) => Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme == Uri.UriSchemeHttps;
}
