using Drawbridge.Broker.Console.Layout;
using Drawbridge.Broker.Partners.Programme;
using Drawbridge.Broker.Screens;
using Microsoft.AspNetCore.Http;

namespace Drawbridge.Broker.Console.Partners;

/// <summary>The fields of a new partner.</summary>
/// <param name="Trader">The address of a trader, or the number of an account.</param>
/// <param name="ByAccount">True: the account is the partner, not the trader.</param>
/// <param name="Name">What to call the partner; empty = as the trader.</param>
/// <param name="Identifier">The identifier the broker has given already; empty = a new one.</param>
/// <param name="Parent">Under whom, by identifier; empty = at the top.</param>
internal sealed record PartnerForm(string Trader = "", bool ByAccount = false, string Name = "", string Identifier = "", string Parent = "")
{
    public const int LongestName = 80;

    public static PartnerForm From(IFormCollection sent) => new(
        ConsoleForm.TextOf(sent, "trader"), sent["level"] == "account", ConsoleForm.TextOf(sent, "name"), ConsoleForm.TextOf(sent, "identifier"), ConsoleForm.TextOf(sent, "parent"));

    /// <summary>What can be said without looking anything up.</summary>
    public FormErrors Check()
    {
        var errors = new FormErrors();
        if (Trader.Length == 0)
        {
            errors.Add("trader", "Enter the e-mail address of a trader, or the number of an account.");
        }

        if (Name.Length > LongestName)
        {
            errors.Add("name", "At most 80 characters.");
        }

        if (Identifier.Length > 0 && !PartnerIdentifier.IsAllowed(Identifier))
        {
            errors.Add("identifier", "1 to 128 letters, digits, '-', '.', '_' or '~'.");
        }

        return errors;
    }
}
