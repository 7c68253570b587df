using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace Nscp.Reviews.EventStore;

/// <summary>A numbered SQL script of one source. Once applied anywhere it never changes. Roles in it stand as in <see cref="DatabaseRoles"/>.</summary>
public sealed record Migration(string Source, int Number, string Name, string Sql)
{
    // Over LF, so that a checkout with other line ends is the same script.
    internal string Sha256 => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql.ReplaceLineEndings("\n"))));

    /// <summary>The event store's own.</summary>
    public static IReadOnlyList<Migration> OfTheStore { get; } = FromResources("event-store", typeof(Migration).Assembly);

    /// <summary>Every embedded resource of the assembly that ends in <c>NNNN_name.sql</c>, by number.</summary>
    public static IReadOnlyList<Migration> FromResources(string source, Assembly assembly) =>
    [
        .. assembly.GetManifestResourceNames()
            .Where(resource => resource.EndsWith(".sql", StringComparison.Ordinal))
            .Select(resource => FromResource(source, assembly, resource))
            .OrderBy(migration => migration.Number),
    ];

    static Migration FromResource(string source, Assembly assembly, string resource)
    {
        var name = resource.Split('.')[^2];
        if (!int.TryParse(name.Split('_')[0], out var number))
            throw new InvalidOperationException($"{resource} does not begin with a number.");
        using var text = new StreamReader(assembly.GetManifestResourceStream(resource)!);
        return new Migration(source, number, name[(name.IndexOf('_') + 1)..], text.ReadToEnd());
    }
}
