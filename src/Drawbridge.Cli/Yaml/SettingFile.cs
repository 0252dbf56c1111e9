using System.Text;
using Drawbridge.Cli.CommandLine;

namespace Drawbridge.Cli.Yaml;

/// <summary>The text of a file that people write settings into.</summary>
internal static class SettingFile
{
    private const int Largest = 1024 * 1024;

    /// <summary>The whole text, at most 1 MB of UTF-8.</summary>
    /// <param name="path">The file.</param>
    /// <param name="noun">What it is to be, such as <c>file of CRMs</c>.</param>
    /// <param name="documentation">The page that shows one.</param>
    /// <exception cref="FaultException">It cannot be read; why and what to do.</exception>
    public static string ReadText(string path, string noun, string documentation)
    {
        try
        {
            using var file = File.OpenRead(path);
            var content = new byte[Largest + 1];
            var length = file.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
            return length <= Largest
                ? new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(content, 0, length).TrimStart('\uFEFF')
                : throw new FaultException($"{path} has more than {Largest / 1024 / 1024} MB.", $"A {noun} is much smaller; is it the right one?");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new FaultException($"{path} does not exist.", $"Name a YAML file; {documentation} shows one.", innerException: e);
        }
        catch (ArgumentException e)
        {
            throw new FaultException($"{path} is not text in UTF-8.", "Save it as UTF-8.", innerException: e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FaultException($"{path} cannot be read.", "See whether it is a file, and whether you may read it.", innerException: e);
        }
    }
}
