using Drawbridge.Cli.CommandLine;
using Drawbridge.Cli.Trust;

namespace Drawbridge.Tests.Cli.Trust;

public sealed class TrustRunTests
{
    private readonly StringWriter _output = new();

    [Fact]
    public async Task What_is_in_already_is_left_alone()
    {
        var store = new PretendedStore { Has = true };

        (await RunAsync(store, remove: false, dryRun: false)).ShouldBeTrue();

        store.Changes.ShouldBe(0);
        _output.ToString().ShouldContain("ok: pretended: already in it");
    }

    [Theory]
    [InlineData(false, "done: pretended: put in")]
    [InlineData(true, "done: pretended: taken out")]
    public async Task What_was_done_is_said(bool remove, string said)
    {
        var store = new PretendedStore { Has = remove };

        (await RunAsync(store, remove, dryRun: false)).ShouldBeTrue();

        store.Has.ShouldBe(!remove);
        _output.ToString().ShouldContain(said);
    }

    [Fact]
    public async Task A_dry_run_shows_the_commands_and_changes_nothing()
    {
        var store = new PretendedStore();

        (await RunAsync(store, remove: false, dryRun: true)).ShouldBeTrue();

        store.Changes.ShouldBe(0);
        _output.ToString().ShouldContain("    change it");
    }

    [Fact]
    public async Task A_step_that_fails_is_told_with_its_reason()
    {
        (await RunAsync(new PretendedStore { Complaint = "no permission" }, remove: false, dryRun: false)).ShouldBeFalse();

        _output.ToString().ShouldContain("failed: pretended: change it: no permission");
    }

    [Fact]
    public async Task An_obstacle_is_told_and_the_other_stores_are_still_done()
    {
        var other = new PretendedStore();

        (await RunAsync([new PretendedStore { Stands = "install certutil" }, other], remove: false, dryRun: false)).ShouldBeFalse();

        other.Has.ShouldBeTrue();
        _output.ToString().ShouldContain("not done: pretended: install certutil");
    }

    [Fact]
    public async Task A_change_that_had_no_effect_is_a_failure()
    {
        (await RunAsync(new PretendedStore { IsStubborn = true }, remove: false, dryRun: false)).ShouldBeFalse();
    }

    private Task<bool> RunAsync(TrustStore store, bool remove, bool dryRun) => RunAsync([store], remove, dryRun);

    private Task<bool> RunAsync(IReadOnlyList<TrustStore> stores, bool remove, bool dryRun) =>
        new TrustRun(new Terminal(_output, _output), remove, dryRun).ApplyAsync(stores, TestContext.Current.CancellationToken);

    private sealed class PretendedStore : TrustStore
    {
        public bool Has { get; set; }

        public bool IsStubborn { get; init; }

        public int Changes { get; private set; }

        public string? Complaint { get; init; }

        public string? Stands { get; init; }

        public override string Name => "pretended";

        public override string? Obstacle => Stands;

        public override IReadOnlyList<TrustStep> Adding => [new("change it", _ => Change())];

        public override IReadOnlyList<TrustStep> Removing => Adding;

        public override Task<bool> HasAsync(CancellationToken cancellationToken) => Task.FromResult(Has);

        private Task<string?> Change()
        {
            Changes++;
            Has ^= !IsStubborn && Complaint is null;
            return Task.FromResult(Complaint);
        }
    }
}
