namespace Nscp.Reviews.Domain.Organisations;

public enum OrganisationKind
{
    Partnership, PartnershipGroup, LocalAuthority, LocalAuthorityService, Police, ClinicalCommissioningGroup,
    IntegratedCareBoard, HealthTrust, GeneralPractice, Education, YouthJustice, Probation, NationalBody,
}

/// <summary>The three statutory partners of an area. The health partner is the clinical commissioning group, then the integrated care board.</summary>
public enum SafeguardingPartner { LocalAuthority, Police, HealthPartner }

/// <summary>An organisation of the register. It lasts from its first day to its last, both inclusive.</summary>
public sealed class Organisation
{
    public required OrganisationCode Code { get; init; }

    public required string Name { get; init; }

    public required OrganisationKind Kind { get; init; }

    /// <summary>Null when it is older than anything recorded here.</summary>
    public required LocalDate? From { get; init; }

    /// <summary>Null while it goes on.</summary>
    public required LocalDate? To { get; init; }

    public required OrganisationCode? Successor { get; init; }

    /// <summary>The organisation for which this one speaks, as a council's service speaks for the council.</summary>
    public required OrganisationCode? PartOf { get; init; }

    /// <summary>The districts for which it is the statutory partner of its kind.</summary>
    public required IReadOnlyList<District> StatutoryFor { get; init; }

    public required string? Note { get; init; }

    public bool ExistedOn(LocalDate date) => !(date < From) && !(date > To);

    /// <summary>Which of the three partners an organisation of this kind can be; null for all other kinds.</summary>
    public SafeguardingPartner? PartnerKind => Kind switch
    {
        OrganisationKind.LocalAuthority => SafeguardingPartner.LocalAuthority,
        OrganisationKind.Police => SafeguardingPartner.Police,
        OrganisationKind.ClinicalCommissioningGroup or OrganisationKind.IntegratedCareBoard => SafeguardingPartner.HealthPartner,
        OrganisationKind.Partnership or OrganisationKind.PartnershipGroup or OrganisationKind.LocalAuthorityService
            or OrganisationKind.HealthTrust or OrganisationKind.GeneralPractice or OrganisationKind.Education
            or OrganisationKind.YouthJustice or OrganisationKind.Probation or OrganisationKind.NationalBody => null,
    };
}

/// <summary>The statutory partners of a district on a day; null where the register knows none.</summary>
public sealed record SafeguardingPartners(OrganisationCode? LocalAuthority, OrganisationCode? Police, OrganisationCode? HealthPartner);
