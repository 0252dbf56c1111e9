namespace Drawbridge.Cli.Trust;

/// <summary>The system's own store on Linux: what curl, .NET, Python, Ruby, Go and most others read.</summary>
internal sealed class LinuxSystemStore : TrustStore
{
    private readonly Layout _layout;
    private readonly Authority _authority;
    private readonly IPrograms _programs;
    private readonly IReadOnlyList<string>? _elevation;
    private readonly string _target;

    private LinuxSystemStore(Layout layout, string root, Authority authority, IPrograms programs, IReadOnlyList<string>? elevation)
    {
        _layout = layout;
        _authority = authority;
        _programs = programs;
        _elevation = elevation;
        _target = Path.Combine(root, layout.Folder, authority.FileName);
    }

    public override string Name => $"system store ({Path.GetDirectoryName(_target)})";

    public override string? Obstacle => _elevation is not null
        ? null
        : $"Only root may change it. As root: install -m 0644 {_authority.File} {_target} && {string.Join(' ', _layout.Update)}";

    public override IReadOnlyList<TrustStep> Adding => [Step(["install", "-m", "0644", _authority.File, _target]), Step(_layout.Update)];

    public override IReadOnlyList<TrustStep> Removing => [Step(["rm", "-f", _target]), Step(_layout.Prune)];

    /// <summary>The store of this distribution, or null when it is none of those known.</summary>
    /// <param name="authority">What to trust.</param>
    /// <param name="programs">The programs of the machine.</param>
    /// <param name="elevation">What goes before a command to run it as root, empty for root itself; null when nobody here can.</param>
    /// <param name="root">The file system's root.</param>
    public static LinuxSystemStore? Find(Authority authority, IPrograms programs, IReadOnlyList<string>? elevation, string root = "/") =>
        Layout.Known.FirstOrDefault(layout => Directory.Exists(Path.Combine(root, layout.Folder))) is { } layout
            ? new LinuxSystemStore(layout, root, authority, programs, elevation)
            : null;

    public override async Task<bool> HasAsync(CancellationToken cancellationToken) =>
        File.Exists(_target)
        && await File.ReadAllTextAsync(_target, cancellationToken) == await File.ReadAllTextAsync(_authority.File, cancellationToken);

    private TrustStep Step(IReadOnlyList<string> command) => TrustStep.Of(_programs, [.. _elevation ?? [], .. command]);

    /// <summary>Where a family of distributions keeps added authorities, what makes them count, and what forgets those that are gone.</summary>
    private sealed record Layout(string Folder, IReadOnlyList<string> Update, IReadOnlyList<string> Prune)
    {
        /// <summary>Fedora and its kin, Debian and its kin, Arch, openSUSE.</summary>
        public static readonly Layout[] Known =
        [
            new("etc/pki/ca-trust/source/anchors", ["update-ca-trust", "extract"], ["update-ca-trust", "extract"]),
            new("usr/local/share/ca-certificates", ["update-ca-certificates"], ["update-ca-certificates", "--fresh"]),
            new("etc/ca-certificates/trust-source/anchors", ["trust", "extract-compat"], ["trust", "extract-compat"]),
            new("usr/share/pki/trust/anchors", ["update-ca-certificates"], ["update-ca-certificates", "--fresh"]),
        ];
    }
}
