using System.CommandLine;
using Drawbridge.Broker.Console.Staff;
using Drawbridge.Cli.CommandLine;

namespace Drawbridge.Cli.Staff;

/// <summary><c>drawbridge staff</c>: who may use the console. Whoever can reach the database adds the first administrator; these add the others.</summary>
internal static class StaffCommand
{
    public static Command Create(Terminal terminal) => new("staff", "Let people of a CRM into the console") { CreateAdd(terminal) };

    private static Command CreateAdd(Terminal terminal)
    {
        var config = SharedOptions.Config();
        var secrets = SharedOptions.Secrets();
        var crm = new Option<string>("--crm") { Description = "The CRM that they work for: its brokerCrmName", HelpName = "NAME", Required = true };
        var email = new Option<string>("--email") { Description = "E-mail address, by which they sign in", HelpName = "EMAIL", Required = true };
        var name = new Option<string?>("--name") { Description = "What colleagues and traders read; the e-mail address when left out", HelpName = "NAME" };
        var role = new Option<StaffRoles[]>("--role")
        {
            Description = "What they do, once or more: Administrator (when left out), Operations, Compliance, Support, Viewer",
            HelpName = "ROLE",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = static _ => [],
        };
        config.Required = true;
        var command = new Command("add", "Add somebody; the password is the first line of standard input, or asked for") { config, secrets, crm, email, name, role };
        command.SetAction((result, cancellationToken) =>
        {
            var roles = (result.GetValue(role) ?? []).Aggregate(StaffRoles.None, static (all, one) => all | one);
            var address = result.GetRequiredValue(email);
            return new StaffAddRun(terminal, result.GetRequiredValue(config), result.GetValue(secrets)).RunAsync(
                new()
                {
                    BrokerCrmName = result.GetRequiredValue(crm),
                    Email = address,
                    Name = result.GetValue(name) ?? address,
                    Password = "",
                    Roles = roles == StaffRoles.None ? StaffRoles.Administrator : roles,
                },
                cancellationToken);
        });
        return command;
    }
}
