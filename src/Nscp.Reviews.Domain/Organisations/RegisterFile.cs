namespace Nscp.Reviews.Domain.Organisations;

public sealed class InvalidRegisterException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>The shape of the organisations' file. Whether its entries agree is for <see cref="RegisterRules"/>.</summary>
static class RegisterFile
{
    public static (IReadOnlyList<NamedDistrict>, IReadOnlyList<Organisation>) Read(ReadOnlySpan<byte> utf8)
    {
        var file = EmbeddedData.Read<FileEntry>(utf8, (why, inner) => new InvalidRegisterException($"The organisations cannot be read: {why}", inner));
        return (file.Districts, [.. file.Organisations.Select(ToOrganisation)]);
    }

    static Organisation ToOrganisation(OrganisationEntry entry) => new()
    {
        Code = entry.Code,
        Name = entry.Name,
        Kind = entry.Kind,
        From = entry.From,
        To = entry.To,
        Successor = entry.Successor,
        PartOf = entry.PartOf,
        StatutoryFor = entry.StatutoryFor ?? [],
        Note = entry.Note,
    };

    sealed record FileEntry(NamedDistrict[] Districts, OrganisationEntry[] Organisations);

    sealed record OrganisationEntry(
        OrganisationCode Code, string Name, OrganisationKind Kind, LocalDate? From = null, LocalDate? To = null,
        OrganisationCode? Successor = null, OrganisationCode? PartOf = null, District[]? StatutoryFor = null, string? Note = null);
}
