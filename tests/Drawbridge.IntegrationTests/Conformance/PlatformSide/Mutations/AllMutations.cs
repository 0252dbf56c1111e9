namespace Drawbridge.IntegrationTests.Conformance.PlatformSide.Mutations;

/// <summary>All ways in which the tests break the platform.</summary>
internal static class AllMutations
{
    public static IReadOnlyList<Mutation> All { get; } =
    [
        .. ManagerMutations.All, .. UserMutations.All, .. AccountMutations.All, .. MoneyMutations.All, .. PartnerMutations.All, .. WebServiceMutations.All, .. ListMutations.All, .. FormatMutations.All,
        .. CrmMutations.All,
    ];
}
