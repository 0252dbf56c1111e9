using System.Security.Cryptography;
using System.Text.Json;

namespace DotnetBroker;

/// <summary>A user of the broker.</summary>
public sealed class BrokerUser
{
    public string Id { get; init; } = RandomNumberGenerator.GetHexString(16, lowercase: true);

    public required string Email { get; init; }

    public required string FirstName { get; init; }

    public required string LastName { get; init; }

    /// <summary>Preferred language (SCR-46).</summary>
    public required string Language { get; init; }

    /// <summary>Who brought the user (SCR-25).</summary>
    public string? PartnerId { get; init; }

    public string PasswordHash { get; set; } = "";

    /// <summary>The client area's sessions carry this number: another one ends them all.</summary>
    public int Sessions { get; set; }

    /// <summary>The platform's number, null until call 3.2 has answered.</summary>
    public long? UserId { get; set; }

    /// <summary>Whether a link that was mailed has been followed.</summary>
    public bool AddressProven { get; set; }

    public IReadOnlyList<TradingAccount> Accounts { get; set; } = [];
}

/// <summary>A trading account, from the moment its form is sent.</summary>
public sealed class TradingAccount
{
    /// <summary>Which form asked for it: sent twice, it is one account.</summary>
    public required string Key { get; init; }

    public required string Currency { get; init; }

    public required int Leverage { get; init; }

    /// <summary>Stands in the account's description, and finds it when an answer was lost.</summary>
    public string Reference { get; init; } = $"ref:{RandomNumberGenerator.GetHexString(24, lowercase: true)}";

    /// <summary>Forgotten when the account is linked.</summary>
    public string? PasswordMd5 { get; set; }

    public DateTimeOffset? SentAt { get; set; }

    public long? Login { get; set; }

    public bool Linked { get; set; }
}

/// <summary>Where a payment is.</summary>
public enum PaymentState
{
    New,
    Declined,
    Sent,
    Done,
    Refused,

    /// <summary>The platform was asked and did not answer: somebody has to look.</summary>
    InDoubt,
}

/// <summary>A deposit or withdrawal.</summary>
public sealed class Payment
{
    public required string User { get; init; }

    public required long Login { get; init; }

    /// <summary><c>DEPOSIT</c> or <c>WITHDRAW</c>.</summary>
    public required string Type { get; init; }

    public required decimal Amount { get; init; }

    public required string Currency { get; init; }

    public PaymentState State { get; set; }

    /// <summary>The platform's code when it refused.</summary>
    public string? Code { get; set; }

    public long? BalanceHistoryId { get; set; }
}

/// <summary>A mail that is kept instead of sent.</summary>
public sealed record Mail(string To, string Subject, string Text, DateTimeOffset At);

/// <summary>Everything that the broker remembers. Keys of tokens are the SHA-256 of their values.</summary>
public sealed class BrokerState
{
    public List<BrokerUser> Users { get; init; } = [];

    public Dictionary<string, Payment> Payments { get; init; } = new(StringComparer.Ordinal);

    public List<Mail> Mails { get; init; } = [];

    public Dictionary<string, DateTimeOffset> CrmApiTokens { get; init; } = new(StringComparer.Ordinal);

    public Dictionary<string, OneTimeTokenEntry> OneTimeTokens { get; init; } = new(StringComparer.Ordinal);

    public Dictionary<string, AccessTokenEntry> AccessTokens { get; init; } = new(StringComparer.Ordinal);

    public Dictionary<string, InAppTokenEntry> InAppTokens { get; init; } = new(StringComparer.Ordinal);
}

/// <summary>The state, in memory, and in a file if there is one. A real broker has a database here.</summary>
public sealed class Store
{
    private const int MostMails = 500;

    private readonly Lock _gate = new();
    private readonly BrokerState _state = new();
    private readonly string? _file;

    public Store(BrokerSettings settings)
    {
        _file = settings.DataFile;
        if (_file is not null && File.Exists(_file))
        {
            _state = JsonSerializer.Deserialize<BrokerState>(File.ReadAllText(_file)) ?? new();
        }
    }

    public T Read<T>(Func<BrokerState, T> read)
    {
        lock (_gate)
        {
            return read(_state);
        }
    }

    /// <summary>Nobody else reads or changes anything meanwhile.</summary>
    public T Change<T>(Func<BrokerState, T> change)
    {
        lock (_gate)
        {
            var result = change(_state);
            if (_file is not null)
            {
                File.WriteAllText($"{_file}.new", JsonSerializer.Serialize(_state));
                File.Move($"{_file}.new", _file, overwrite: true);
            }

            return result;
        }
    }

    public void Change(Action<BrokerState> change) => Change(state =>
    {
        change(state);
        return true;
    });

    public BrokerUser? FindUser(string email) => Read(state => state.Users.Find(user => string.Equals(user.Email, email, StringComparison.OrdinalIgnoreCase)));

    public BrokerUser? FindUserById(string id) => Read(state => state.Users.Find(user => user.Id == id));

    public BrokerUser? FindUserByPlatformId(long userId) => Read(state => state.Users.Find(user => user.UserId == userId));

    /// <summary>False when somebody with that address was faster.</summary>
    public bool TryAdd(BrokerUser user) => Change(state =>
    {
        if (state.Users.Exists(other => string.Equals(other.Email, user.Email, StringComparison.OrdinalIgnoreCase)))
        {
            return false;
        }

        state.Users.Add(user);
        return true;
    });

    public void AddMail(Mail mail) => Change(state =>
    {
        state.Mails.Insert(0, mail);
        state.Mails.RemoveRange(Math.Min(MostMails, state.Mails.Count), Math.Max(0, state.Mails.Count - MostMails));
    });
}
