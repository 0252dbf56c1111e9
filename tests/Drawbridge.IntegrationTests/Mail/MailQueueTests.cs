using System.Collections.Concurrent;
using Drawbridge.Broker.Mail;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Drawbridge.IntegrationTests.Mail;

public sealed class MailQueueTests(MailQueueTests.Host host) : IClassFixture<MailQueueTests.Host>
{
    private static readonly MailMessage _mail = new("Broker", "pat@example.test", "Your code", "canary-text 123456", "<p>canary-html</p>");

    [Fact]
    public async Task A_mail_that_the_server_does_not_take_waits_unreadable_and_is_sent_when_it_does()
    {
        host.Server.IsDown = true;
        await Queue.AddAsync(_mail, TimeSpan.FromMinutes(10), None);
        await host.UntilAsync(async () => await host.FindErrorAsync() is not null);

        var (payload, error) = (await host.FindPayloadAsync()).ShouldNotBeNull();
        payload.ShouldNotContain("canary");
        payload.ShouldNotContain("pat@");
        error.ShouldBe("MailNotSentException: The mail server did not take the mail (InvalidOperationException).");
        host.Log.Lines.ShouldAllBe(line => !line.Contains("pat@", StringComparison.Ordinal) && !line.Contains("canary", StringComparison.Ordinal));

        host.Server.IsDown = false;
        host.Time.Advance(TimeSpan.FromSeconds(1));
        await host.UntilAsync(() => Task.FromResult(!host.Server.Sent.IsEmpty));
        host.Server.Sent.ShouldHaveSingleItem().ShouldBe(_mail);
        await host.UntilAsync(async () => await host.FindPayloadAsync() is null);
        host.Server.Sent.Clear();
    }

    [Fact]
    public async Task A_mail_that_nobody_can_use_any_more_is_dropped_and_said()
    {
        host.Server.IsDown = true;
        await Queue.AddAsync(_mail, TimeSpan.FromMinutes(10), None);
        await host.UntilAsync(async () => await host.FindErrorAsync() is not null);

        host.Server.IsDown = false;
        host.Time.Advance(TimeSpan.FromMinutes(10));
        await host.UntilAsync(async () => await host.FindPayloadAsync() is null);

        host.Server.Sent.ShouldBeEmpty();
        host.Log.Lines.ShouldContain(static line => line.Contains("A mail was dropped, because 1 attempts", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nothing_takes_as_much_room_as_a_mail_and_is_not_sent()
    {
        host.Server.IsDown = false;
        await Queue.AddNothingAsync(TimeSpan.FromMinutes(30), None);
        await host.UntilAsync(async () => await host.FindPayloadAsync() is null);

        host.Server.Sent.ShouldBeEmpty();
    }

    private static CancellationToken None => TestContext.Current.CancellationToken;

    private MailQueue Queue => host.Services.GetRequiredService<MailQueue>();

    /// <summary>A broker whose mail server a test switches off.</summary>
    public sealed class Host : BrokerHost
    {
        internal MailServer Server { get; } = new();

        /// <summary>Why the waiting mail was not sent, once its attempt has been written down.</summary>
        internal async Task<string?> FindErrorAsync() => (await FindPayloadAsync())?.Error;

        internal async Task<(string Payload, string? Error)?> FindPayloadAsync()
        {
            var row = await Database.ReadAsync(
                static session => session.FindAsync<Row>("select payload, last_error from jobs where queue = 'mail' and failed_at is null", new { }), None);
            return row is null ? null : (row.Payload, row.LastError);
        }

        protected override void Configure(WebApplicationBuilder builder) => builder.Services.Replace(ServiceDescriptor.Singleton<IMailSender>(Server));

        protected override Task<DatabaseOptions> CreateDatabaseAsync() => Task.FromResult(DatabaseOptions.ForSqlite(Path.Combine(Folder, "broker.db")));

        private sealed record Row
        {
            public string Payload { get; init; } = "";

            public string? LastError { get; init; }
        }
    }

    /// <summary>A mail server that works or does not.</summary>
    internal sealed class MailServer : IMailSender
    {
        private volatile bool _isDown;

        public bool IsDown
        {
            get => _isDown;
            set => _isDown = value;
        }

        public ConcurrentQueue<MailMessage> Sent { get; } = [];

        public bool IsConfigured => true;

        public Task SendAsync(MailMessage mail, CancellationToken cancellationToken)
        {
            if (IsDown)
            {
                throw new InvalidOperationException($"550 {mail.To} canary");
            }

            Sent.Enqueue(mail);
            return Task.CompletedTask;
        }
    }
}
