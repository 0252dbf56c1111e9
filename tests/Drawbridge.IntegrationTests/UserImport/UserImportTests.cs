using System.Globalization;
using System.Text;
using Drawbridge.Broker.UserImport;
using Drawbridge.IntegrationTests.Hosting;
using Drawbridge.IntegrationTests.SignIn;
using Microsoft.Extensions.DependencyInjection;

namespace Drawbridge.IntegrationTests.UserImport;

/// <summary>Users who are brought along from a CRM, on each engine (FLOW-MIGRATE-5).</summary>
public abstract class UserImportTests(ScreensHost host)
{
    // PHP: password_hash('lantern gravel otter quilt', PASSWORD_BCRYPT, ['cost' => 4])
    private const string Bcrypt = "$2y$04$abcdefghijklmnopqrstuunczGNst5F8EdNh.JBMDmaurXlQegLKi";

    private static long _platformIds = 500_000;

    private UserImporter Importer => host.Services.GetRequiredService<UserImporter>();

    [Fact]
    public async Task A_user_comes_with_everything_that_the_file_says()
    {
        var crm = await host.NewCrmAsync();
        var email = People.NewEmail();

        var counts = await RunAsync(crm, $$"""{"id":"u-1","email":"{{email}}","emailVerified":true,"firstName":"Ana","lastName":"Ruiz","language":"es-MX","country":"MX","partnerId":"p 7","platformUserId":{{NewPlatformId()}},"createdAt":"2020-02-03T04:05:06Z"}""");

        counts.ShouldBe(new() { LinesDone = 1, Created = 1, IsFinished = true });
        var user = await host.FindAsync(crm, email);
        (user.CrmUserId, user.FirstName, user.LastName, user.PreferredLanguage, user.Country, user.PartnerId, user.PasswordHash).ShouldBe(("u-1", "Ana", "Ruiz", "es", "MX", "p 7", null));
        user.CtraderUserId.ShouldNotBeNull();
        user.EmailConfirmedAt.ShouldNotBeNull();
        user.CreatedAt.ShouldBe(new(2020, 2, 3, 4, 5, 6, TimeSpan.Zero));
    }

    [Fact]
    public async Task An_old_password_works_once_more_and_becomes_one_of_ours()
    {
        var crm = await host.NewCrmAsync();
        var email = People.NewEmail();
        var line = $$"""{"id":"u-1","email":"{{email}}","platformUserId":{{NewPlatformId()}},"passwordHash":"{{Bcrypt}}"}""";
        await RunAsync(crm, line);
        using var browser = new Browser(host);
        (await browser.LogInAsync(crm, email, "wrong")).ShouldShow("login", 422);

        (await browser.LogInAsync(crm, email)).ShouldLeadTo("/account/create?");

        var ours = (await host.FindAsync(crm, email)).PasswordHash.ShouldNotBeNull();
        ours.ShouldNotContain("$");
        (await RunAsync(crm, line)).Unchanged.ShouldBe(1); // and sending the old one again brings it not back
        (await host.FindAsync(crm, email)).PasswordHash.ShouldBe(ours);
        (await browser.LogInAsync(crm, email)).ShouldLeadTo("/account/create?");
    }

    [Fact]
    public async Task A_weak_hash_is_stored_nowhere_and_its_password_works()
    {
        var crm = await host.NewCrmAsync();
        var email = People.NewEmail();
        var md5 = Convert.ToHexStringLower(System.Security.Cryptography.MD5.HashData(Encoding.UTF8.GetBytes(People.Password + "pepper")));

        await RunAsync(crm, $$"""{"id":"u-1","email":"{{email}}","passwordHash":"{{md5}}","passwordScheme":"md5","passwordSalt":"pepper","passwordSaltPosition":"after"}""");

        (await host.FindAsync(crm, email)).PasswordHash.ShouldNotBeNull().ShouldNotContain(md5);
        using var browser = new Browser(host);
        (await browser.LogInAsync(crm, email)).ShouldLeadTo("/account/create?");
        (await host.FindAsync(crm, email)).PasswordHash!.ShouldNotContain("$");
        host.Log.Lines.ShouldNotContain(logged => logged.Contains(md5, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_cannot_be_checked_is_refused_or_left_out()
    {
        var crm = await host.NewCrmAsync();
        var email = People.NewEmail();
        var line = $$"""{"id":"u-1","email":"{{email}}","passwordHash":"$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHQ$RdescudvJCsgt3ub+b27Rg"}""";
        var refused = new List<RefusedLine>();

        (await RunAsync(crm, line, plan => plan with { OnRefused = refused.Add })).Refused.ShouldBe(1);
        refused.ShouldHaveSingleItem().Reason.ShouldStartWith("passwordHash argon2 cannot be checked here");
        (await RunAsync(crm, line, plan => plan with { WithoutUnusablePasswords = true })).Created.ShouldBe(1);

        (await host.FindAsync(crm, email)).PasswordHash.ShouldBeNull();
    }

    [Fact]
    public async Task A_run_that_is_stopped_goes_on_where_it_was_and_nobody_is_lost_or_comes_twice()
    {
        var crm = await host.NewCrmAsync();
        const int Users = 2600;
        var file = FileOf(Users, bad: 7);
        var hash = Encoding.UTF8.GetBytes(crm.Configuration.Name);
        var store = host.Services.GetRequiredService<UserImportStore>();
        var refused = new List<RefusedLine>();
        UserImportCounts? last = null;
        for (var runs = 1; last is not { IsFinished: true }; runs++)
        {
            runs.ShouldBeLessThan(10);
            using var stop = new CancellationTokenSource();
            var done = await store.FindProgressAsync(crm.Broker(), hash, CancellationToken.None) ?? new();
            refused.RemoveAll(line => line.Line > done.LinesDone); // as the command does
            try
            {
                last = await RunAsync(
                    crm,
                    file,
                    plan => plan with { FileHash = hash, Done = done, OnRefused = refused.Add, OnProgress = counts => Stop(counts, stop) },
                    stop.Token);
            }
            catch (OperationCanceledException)
            {
            }
        }

        last.ShouldBe(new() { LinesDone = Users, Created = Users - (Users / 7), Refused = Users / 7, IsFinished = true });
        refused.Count.ShouldBe(Users / 7);
        refused.Select(line => line.Line).ShouldBeUnique();
        (await CountAsync(crm)).ShouldBe(Users - (Users / 7));
        (await RunAsync(crm, file)).ShouldBe(new() { LinesDone = Users, Unchanged = Users - (Users / 7), Refused = Users / 7, IsFinished = true });
        (await CountAsync(crm)).ShouldBe(Users - (Users / 7));

        static void Stop(UserImportCounts counts, CancellationTokenSource stop)
        {
            if (!counts.IsFinished)
            {
                stop.Cancel();
            }
        }
    }

    [Fact]
    public async Task A_file_that_is_sent_by_several_at_once_comes_once()
    {
        var crm = await host.NewCrmAsync();
        var file = FileOf(1200, bad: int.MaxValue);

        var counts = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => RunAsync(crm, file))));

        counts.Sum(one => one.Created).ShouldBe(1200);
        counts.Sum(one => one.Created + one.Unchanged).ShouldBe(3600);
        (await CountAsync(crm)).ShouldBe(1200);
    }

    [Fact]
    public async Task A_rehearsal_says_what_would_be_and_stores_nothing()
    {
        var crm = await host.NewCrmAsync();
        var trader = await host.NewTraderAsync(crm);
        var file = FileOf(20, bad: 5) + $$"""{"id":"linked","email":"{{trader.Email}}","emailVerified":true}""";

        var counts = await RunAsync(crm, file, plan => plan with { IsRehearsal = true });

        counts.ShouldBe(new() { LinesDone = 21, Created = 16, Linked = 1, Refused = 4, IsFinished = true });
        (await CountAsync(crm)).ShouldBe(1);
        (await host.FindAsync(crm, trader.Email)).CrmUserId.ShouldBeNull();
        (await RunAsync(crm, file)).ShouldBe(counts);
    }

    [Fact]
    public async Task A_verified_address_links_who_is_here_already()
    {
        var crm = await host.NewCrmAsync();
        var trader = await host.NewTraderAsync(crm);
        var line = $$"""{"id":"u-9","email":"{{trader.Email.ToUpperInvariant()}}","emailVerified":true,"passwordHash":"{{Bcrypt}}"}""";

        (await RunAsync(crm, line)).Linked.ShouldBe(1);

        var user = await host.FindAsync(crm, trader.Email);
        (user.Id, user.CrmUserId, user.CtraderUserId).ShouldBe((trader.Id, "u-9", trader.CtraderUserId));
        user.PasswordHash.ShouldBe(Bcrypt); // whoever registered here proved nothing: the CRM's password counts
        host.PlatformLogouts.UserIds.ShouldContain(trader.Id);
    }

    [Fact]
    public async Task Later_files_bring_news_and_keep_what_was_set_here()
    {
        var crm = await host.NewCrmAsync();
        var email = People.NewEmail();
        await RunAsync(crm, $$"""{"id":"u-1","email":"{{email}}","firstName":"Ana"}""");

        (await RunAsync(crm, $$"""{"id":"u-1","email":"{{email}}","firstName":"Anna","country":"AT","platformUserId":{{NewPlatformId()}},"blocked":true}""")).Updated.ShouldBe(1);
        var user = await host.FindAsync(crm, email);
        (user.FirstName, user.Country).ShouldBe(("Anna", "AT"));
        user.CtraderUserId.ShouldNotBeNull();
        user.BlockedAt.ShouldNotBeNull();

        (await RunAsync(crm, $$"""{"id":"u-1","email":"new-{{email}}","emailVerified":true}""")).Updated.ShouldBe(1);
        await host.UntilAsync(async () => (await host.Services.GetRequiredService<Drawbridge.Broker.Security.EmailChangeStore>().FindAsync(user.BrokerId, user.Id, CancellationToken.None)) is not null
            || (await host.Users.GetAsync(user.BrokerId, user.Id, CancellationToken.None)).Email == "new-" + email);
    }

    [Theory]
    [InlineData("""{"id":"other","email":"taken@example.com","emailVerified":true}""", "email is that of a user here whom the CRM knows by another id")]
    [InlineData("""{"id":"other","email":"here@example.com"}""", "email is that of a user here; it links only")]
    [InlineData("""{"id":"known","email":"else@example.com"}""", "email is another one than before")]
    [InlineData("""{"id":"known","email":"here@example.com","emailVerified":true}""", "email is that of another user here")]
    [InlineData("""{"id":"known","email":"taken@example.com","platformUserId":77}""", "platformUserId is another one")]
    [InlineData("""{"id":"other","email":"fresh@example.com","platformUserId":76}""", "platformUserId is that of another user here")]
    public async Task What_contradicts_who_is_here_is_refused(string line, string reason)
    {
        var crm = await host.NewCrmAsync();
        await RunAsync(crm, """{"id":"known","email":"taken@example.com","platformUserId":76}""");
        await host.NewTraderAsync(crm, email: "here@example.com");
        var refused = new List<RefusedLine>();

        await RunAsync(crm, line, plan => plan with { OnRefused = refused.Add });

        refused.ShouldHaveSingleItem().Reason.ShouldStartWith(reason);
        (await CountAsync(crm)).ShouldBe(2);
    }

    [Fact]
    public async Task Brokers_have_their_users_apart() // BID-44, BID-45
    {
        var crm = await host.NewCrmAsync(brokers: 2);
        const string Line = """{"id":"u-1","email":"both@example.com","platformUserId":12}""";

        (await RunAsync(crm, Line)).Created.ShouldBe(1);
        (await Importer.RunAsync(crm.Broker(1), new StringReader(Line), new(UserImportFormat.JsonLines), CancellationToken.None)).Created.ShouldBe(1);
    }

    private static string NewPlatformId() => Interlocked.Increment(ref _platformIds).ToString(CultureInfo.InvariantCulture);

    private static string FileOf(int users, int bad)
    {
        var text = new StringBuilder();
        for (var i = 1; i <= users; i++)
        {
            text.AppendLine(i % bad == 0
                ? $$"""{"id":"u-{{i}}","email":"nonsense"}"""
                : string.Create(CultureInfo.InvariantCulture, $$"""{"id":"u-{{i}}","email":"user{{i}}@example.com","passwordHash":"{{Bcrypt}}"}"""));
        }

        return text.ToString();
    }

    private Task<UserImportCounts> RunAsync(TestCrm crm, string file, Func<UserImportPlan, UserImportPlan>? change = null, CancellationToken cancellationToken = default) =>
        Importer.RunAsync(crm.Broker(), new StringReader(file), (change ?? (static same => same))(new(UserImportFormat.JsonLines)), cancellationToken);

    private Task<long> CountAsync(TestCrm crm) =>
        host.Database.ReadAsync(session => session.GetAsync<long>("select count(*) from users where broker_id = @id", new { id = crm.Broker().Id }), CancellationToken.None);

    public sealed class OnSqlite(ScreensHost host) : UserImportTests(host), IClassFixture<ScreensHost>;

    public sealed class OnPostgres(PostgresScreensHost host) : UserImportTests(host), IClassFixture<PostgresScreensHost>;
}
