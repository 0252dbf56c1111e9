using System.Reflection;
using System.Text.Json;
using Drawbridge.Cli.Conform.Plans;
using Drawbridge.Conformance.Plans;

namespace Drawbridge.Tests.Cli.Conform;

/// <summary>What the runner can be told stands in plans, and what stands in plans is described.</summary>
public sealed class PlanFileTests
{
    private static readonly string Documentation = File.ReadAllText(Path.Combine(Architecture.Repository.Root, "docs", "conformance-plan.md"));

    public static TheoryData<Type, Type> Parts => new()
    {
        { typeof(BrokerTarget), typeof(BrokerPart) },
        { typeof(PlatformTarget), typeof(PlatformPart) },
        { typeof(ScreenPlan), typeof(ScreenPart) },
        { typeof(PlatformDesk), typeof(DeskPart) },
        { typeof(PlanUser), typeof(UserPart) },
        { typeof(HandoffUser), typeof(HandoffUserPart) },
        { typeof(LimitedManager), typeof(LimitedPart) },
        { typeof(ThrottledManager), typeof(ThrottledPart) },
        { typeof(InvitePlan), typeof(InvitePart) },
    };

    [Theory]
    [MemberData(nameof(Parts))]
    public void Everything_that_the_runner_can_be_told_stands_in_plans(Type runner, Type file) =>
        Names(runner).Except(["Names"]).Except(Names(file)).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Parts))]
    public void Everything_that_stands_in_plans_is_described(Type runner, Type file)
    {
        runner.ShouldNotBeNull();

        Names(file).Select(JsonNamingPolicy.CamelCase.ConvertName).Where(name => !Documentation.Contains($"`{name}`", StringComparison.Ordinal) && !Documentation.Contains($" {name}", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    private static IEnumerable<string> Names(Type type) => type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite).Select(property => property.Name);
}
