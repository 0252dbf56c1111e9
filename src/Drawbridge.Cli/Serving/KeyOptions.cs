using Drawbridge.Cli.Configuration;
using Microsoft.Extensions.Configuration;

namespace Drawbridge.Cli.Serving;

/// <summary>The keys that protect cookies and sealed values, under <c>Drawbridge:Keys</c>. All nodes of a side share them.</summary>
internal sealed class KeyOptions
{
    public const string Section = "Drawbridge:Keys";

    /// <summary>Folder of the keys. Whoever loses it has to set every manager password again, and all sessions end.</summary>
    public string? Directory { get; set; }

    /// <summary>RSA certificate that encrypts the keys in the folder. Without one, whoever can read the folder has the keys.</summary>
    public CertificateOptions Certificate { get; set; } = new();

    public static KeyOptions Read(IConfiguration configuration, ConfigurationFaults faults)
    {
        var options = new KeyOptions();
        configuration.GetSection(Section).Bind(options);
        faults.When(string.IsNullOrWhiteSpace(options.Directory), $"{Section}:Directory", "must name a folder that only this program can read, and that all nodes share");
        options.Certificate.Check($"{Section}:Certificate", isRequired: false, faults);
        return options;
    }
}
