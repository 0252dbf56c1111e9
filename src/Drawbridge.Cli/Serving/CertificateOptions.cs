using Drawbridge.Cli.Configuration;

namespace Drawbridge.Cli.Serving;

/// <summary>A certificate in files: PEM with its key beside it, or PKCS#12.</summary>
internal sealed class CertificateOptions
{
    /// <summary>PEM file with the certificate and its intermediates, or a <c>.pfx</c> or <c>.p12</c> file.</summary>
    public string? File { get; set; }

    /// <summary>PEM file with the key; not for PKCS#12, which holds it itself.</summary>
    public string? KeyFile { get; set; }

    /// <summary>Password of the key or of the PKCS#12 file, if it has one.</summary>
    public string? Password { get; set; }

    public bool IsSet => !string.IsNullOrEmpty(File);

    public bool IsPkcs12 => Path.GetExtension(File)?.ToLowerInvariant() is ".pfx" or ".p12";

    public void Check(string key, bool isRequired, ConfigurationFaults faults)
    {
        if (!IsSet)
        {
            faults.When(isRequired, $"{key}:File", "must name the certificate, a PEM or .pfx file");
            return;
        }

        CheckExists(File!, $"{key}:File", faults);
        if (IsPkcs12)
        {
            faults.When(KeyFile is not null, $"{key}:KeyFile", "must be left out, because the .pfx file holds the key");
        }
        else if (string.IsNullOrEmpty(KeyFile))
        {
            faults.Add($"{key}:KeyFile", "must name the PEM file of the key");
        }
        else
        {
            CheckExists(KeyFile, $"{key}:KeyFile", faults);
        }
    }

    private static void CheckExists(string path, string key, ConfigurationFaults faults) =>
        faults.When(!System.IO.File.Exists(path), key, $"names a file that does not exist: {path}");
}
