using Microsoft.Extensions.Options;

namespace Drawbridge.Broker.Throttling;

/// <summary>How many attempts a window of time allows, under <c>Drawbridge:Throttling</c>.</summary>
public sealed class ThrottleOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Drawbridge:Throttling";

    /// <summary>Length of the windows of logins. Default 15 minutes.</summary>
    public TimeSpan Window { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Failed logins to one account from one address. Default 5: enough for typing errors.</summary>
    public int PerAccountAndAddress { get; set; } = 5;

    /// <summary>Failed logins to one account from unknown devices everywhere. Default 50, well below the 100 of NIST SP 800-63B.</summary>
    public int PerAccount { get; set; } = 50;

    /// <summary>Failed logins from one address to all accounts. Default 100, because many people may share an address.</summary>
    public int PerAddress { get; set; } = 100;

    /// <summary>
    /// Failed logins to all accounts of a broker from unknown devices that are nothing special. Default 1000. When there are more, the two
    /// limits below hold until the window ends.
    /// </summary>
    public int PerBroker { get; set; } = 1000;

    /// <summary>As <see cref="PerAccount"/>, while a broker has very many failed logins. Default 10.</summary>
    public int PerAccountUnderAttack { get; set; } = 10;

    /// <summary>As <see cref="PerAddress"/>, while a broker has very many failed logins. Default 10.</summary>
    public int PerAddressUnderAttack { get; set; } = 10;

    /// <summary>Failed logins from a device on which the account was logged in before. Default 10; the limits above do not hold for it.</summary>
    public int PerKnownDevice { get; set; } = 10;

    /// <summary>Wrong codes of a second factor for one user in a window, the password being right. Default 10.</summary>
    public int PerSecondFactor { get; set; } = 10;

    /// <summary>Accounts created from one address in an hour. Default 30.</summary>
    public int SignupsPerAddress { get; set; } = 30;

    /// <summary>Mails (codes, reset links) to one account in an hour. Default 5.</summary>
    public int MailsPerAccount { get; set; } = 5;

    /// <summary>Mails asked for from one address in an hour. Default 30.</summary>
    public int MailsPerAddress { get; set; } = 30;

    /// <summary>Links from one address whose token the platform did not know, in a window. Default 100, because many people may share an address.</summary>
    public int HandoffsPerAddress { get; set; } = 100;

    /// <summary>Logins at brokers' own CRMs that one address begins in a window. Default 300, because many people may share an address.</summary>
    public int CrmLoginsPerAddress { get; set; } = 300;

    /// <summary>Links of partners that one address opens in a window and that are counted; whoever opens more is led on all the same. Default 300, because many people may share an address.</summary>
    public int LinksPerAddress { get; set; } = 300;

    internal sealed class Validator : IValidateOptions<ThrottleOptions>
    {
        public ValidateOptionsResult Validate(string? name, ThrottleOptions options)
        {
            var result = new ValidateOptionsResultBuilder();
            if (options.Window <= TimeSpan.Zero || options.Window > TimeSpan.FromDays(1))
            {
                result.AddError($"must be above zero and at most a day, but is {options.Window}", $"{Section}:{nameof(Window)}");
            }

            (string Name, int Value)[] limits =
            [
                (nameof(PerAccountAndAddress), options.PerAccountAndAddress),
                (nameof(PerAccount), options.PerAccount),
                (nameof(PerAddress), options.PerAddress),
                (nameof(PerBroker), options.PerBroker),
                (nameof(PerAccountUnderAttack), options.PerAccountUnderAttack),
                (nameof(PerAddressUnderAttack), options.PerAddressUnderAttack),
                (nameof(PerKnownDevice), options.PerKnownDevice),
                (nameof(PerSecondFactor), options.PerSecondFactor),
                (nameof(SignupsPerAddress), options.SignupsPerAddress),
                (nameof(MailsPerAccount), options.MailsPerAccount),
                (nameof(MailsPerAddress), options.MailsPerAddress),
                (nameof(HandoffsPerAddress), options.HandoffsPerAddress),
                (nameof(CrmLoginsPerAddress), options.CrmLoginsPerAddress),
                (nameof(LinksPerAddress), options.LinksPerAddress),
            ];
            foreach (var (limit, value) in limits.Where(limit => limit.Value < 1))
            {
                result.AddError($"must be at least 1, but is {value}", $"{Section}:{limit}");
            }

            return result.Build();
        }
    }
}
