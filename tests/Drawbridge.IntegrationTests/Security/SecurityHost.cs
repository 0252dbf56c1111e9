using Drawbridge.Broker.Configuration;
using Drawbridge.Broker.Mail;
using Drawbridge.Broker.Passwords;
using Drawbridge.Broker.Users;
using Drawbridge.Client.Platform;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.IntegrationTests.Platform;
using Drawbridge.IntegrationTests.SignIn;
using Drawbridge.Protocol.Platform;
using Drawbridge.Protocol.Tokens;
using Drawbridge.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Drawbridge.IntegrationTests.Security;

/// <summary>The broker's side with a mailbox, and the platform's side of this repository behind it.</summary>
public sealed class SecurityHost(PlatformServer platform) : BrokerHost
{
    private readonly SemaphoreSlim _gate = new(1);
    private TestCrm? _crm;

    internal UserStore Users => Services.GetRequiredService<UserStore>();

    /// <summary>A CRM that the platform knows.</summary>
    public async Task<TestCrm> GetCrmAsync()
    {
        await _gate.WaitAsync();
        try
        {
            if (_crm is null)
            {
                var configuration = new CrmConfiguration
                {
                    Name = PlatformServer.Crm,
                    Password = TokenText.Generate(TokenKind.Session),
                    Brokers =
                    [
                        new()
                        {
                            Name = PlatformServer.Broker,
                            ManagerPassword = PlatformServer.ManagerPassword,
                            Settings = NewBrokerSettings() with { Platform = new(platform.Https, PlatformServer.ManagerLogin) },
                        },
                    ],
                };
                await ApplyAsync(configuration);
                _crm = new(this, configuration);
            }

            return _crm;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>A person whom the platform knows by the same address.</summary>
    internal async Task<BrokerUser> NewPersonAsync(TestCrm crm)
    {
        var email = $"{Guid.NewGuid():N}@example.com";
        var user = new BrokerUser
        {
            BrokerId = crm.Broker().Id,
            Email = email,
            NormalizedEmail = UserStore.Normalize(email),
            PasswordHash = await Services.GetRequiredService<PasswordHashingQueue>().HashAsync(People.Password, CancellationToken.None),
            SecurityStamp = "first",
            ConcurrencyStamp = "first",
            FirstName = "Marlene",
            CreatedAt = Time.GetUtcNow(),
        };
        (await Users.TryAddAsync(user, CancellationToken.None)).ShouldBeTrue();
        var ctraderUserId = await platform.Api.NewUserAsync(email: email);
        (await Users.TrySetCtraderUserIdAsync(user.BrokerId, user.Id, ctraderUserId, CancellationToken.None)).ShouldBeTrue();
        return await Users.GetAsync(user.BrokerId, user.Id, CancellationToken.None);
    }

    /// <summary>What the platform knows by an address, null for nobody.</summary>
    public async Task<long?> FindAtPlatformAsync(string email)
    {
        var answer = await platform.Api.GetAsync($"{PlatformPaths.UserId}?email={Uri.EscapeDataString(email)}&brokerCrmName={PlatformServer.Crm}");
        return answer.Text.Length > 0 ? (long)answer.Json["userId"]! : null;
    }

    /// <summary>Somebody else has the address at the platform.</summary>
    public Task TakeAtPlatformAsync(string email) => platform.Api.NewUserAsync(email: email);

    /// <summary>Mails to an address, newest first, once there are as many.</summary>
    public async Task<IReadOnlyList<MailMessage>> MailsToAsync(string address, int atLeast = 1)
    {
        var mailbox = Services.GetRequiredService<MailboxMailSender>();
        List<MailMessage> mails = [];
        await UntilAsync(() =>
        {
            mails = [.. mailbox.List().Select(kept => kept.Mail).Where(mail => mail.To == address)];
            return Task.FromResult(mails.Count >= atLeast);
        });
        return mails;
    }

    /// <summary>The newest mail to an address whose subject begins so, once it is there.</summary>
    public async Task<MailMessage> MailToAsync(string address, string subject)
    {
        MailMessage? found = null;
        await UntilAsync(async () =>
            (found = (await MailsToAsync(address)).FirstOrDefault(mail => mail.Subject.StartsWith(subject, StringComparison.Ordinal))) is not null);
        return found!;
    }

    protected override void Configure(WebApplicationBuilder builder)
    {
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Drawbridge:Mail:Mailbox"] = "true",
            ["Drawbridge:Mail:PublicUrl"] = "https://screens.example.test",
            ["Drawbridge:Throttling:PerAddress"] = "100000",
            ["Drawbridge:Throttling:MailsPerAddress"] = "100000",
        });
        builder.Services.Configure<PlatformClientOptions>(options => options.AuthorityFile = platform.Authority.File);
    }

    protected override Task<DatabaseOptions> CreateDatabaseAsync() => Task.FromResult(DatabaseOptions.ForSqlite(Path.Combine(Folder, "broker.db")));
}
