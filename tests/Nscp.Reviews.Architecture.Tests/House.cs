using System.Runtime.CompilerServices;
using System.Xml.Linq;

namespace Nscp.Reviews.Architecture.Tests;

/// <summary>A project as its file says it is.</summary>
/// <param name="Packages">With the frameworks, and the SDK where it is not the plain one: each brings what the code can then use.</param>
sealed record Project(string Name, string Folder, IReadOnlyList<string> References, IReadOnlyList<string> Packages)
{
    public static Project Read(string file)
    {
        var xml = XDocument.Load(file);
        return new(
            Path.GetFileNameWithoutExtension(file), Path.GetDirectoryName(file)!,
            [.. xml.Descendants("ProjectReference").Select(r => Path.GetFileNameWithoutExtension((string)r.Attribute("Include")!.Value.Replace('\\', '/')))],
            [
                .. xml.Descendants("PackageReference").Concat(xml.Descendants("FrameworkReference")).Select(r => (string?)r.Attribute("Include") ?? (string)r.Attribute("Update")!),
                .. xml.Root!.Attributes("Sdk").Select(sdk => sdk.Value).Where(sdk => sdk != "Microsoft.NET.Sdk"),
            ]);
    }

    public IReadOnlyList<string> Files => [.. House.FilesBelow(Folder)];

    /// <summary>Those that a person wrote.</summary>
    public IReadOnlyList<string> Written => [.. Sources.Where(f => !Path.GetRelativePath(Folder, f).Split(Path.DirectorySeparatorChar).Contains("Generated"))];

    public IReadOnlyList<string> Sources => [.. Files.Where(f => f.EndsWith(".cs", StringComparison.Ordinal))];
}

/// <summary>The repository's files, without what is built.</summary>
static class House
{
    public static string Root { get; } = FindRoot();

    public static IReadOnlyList<Project> In(string folder) =>
        [.. FilesBelow(Path.Combine(Root, folder)).Where(f => f.EndsWith(".csproj", StringComparison.Ordinal)).Select(Project.Read)];

    public static IEnumerable<string> FilesBelow(string folder) => Directory.EnumerateFileSystemEntries(folder).SelectMany(entry =>
        !Directory.Exists(entry) ? [entry]
        : Path.GetFileName(entry) is "bin" or "obj" or ".git" or "node_modules" or "TestResults" or "data" ? []
        : FilesBelow(entry));

    static string FindRoot([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));
}
