# One operation for each model, whole: constraints added one by one would build every table anew, 89 times.

import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='IndicatorVersion',
            fields=[
                ('number', models.AutoField(primary_key=True, serialize=False)),
                ('code', models.CharField(max_length=80)),
                ('version', models.PositiveIntegerField()),
                ('text', models.TextField()),
                ('digest', models.CharField(max_length=64)),
                ('written_by', models.CharField(max_length=150)),
                ('written_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('code', ''), _negated=True), name='indicator_code_not_empty'), models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='indicator_text_not_empty'), models.CheckConstraint(condition=models.Q(('version__gte', 1)), name='indicator_version_from_one'), models.CheckConstraint(condition=models.Q(('written_by', ''), _negated=True), name='indicator_written_by_not_empty'), models.UniqueConstraint(fields=('code', 'version'), name='indicator_version_once')],
            },
        ),
        migrations.CreateModel(
            name='Measure',
            fields=[
                ('number', models.AutoField(primary_key=True, serialize=False)),
                ('code', models.CharField(max_length=80, unique=True)),
                ('kind', models.CharField(choices=[('number', 'Number'), ('category', 'Category'), ('level', 'Level'), ('yes_no', 'Yes No')], max_length=10)),
                ('title_en', models.CharField(max_length=300)),
                ('title_fr', models.CharField(max_length=300)),
                ('unit', models.CharField(max_length=40, null=True)),
                ('lowest', models.DecimalField(decimal_places=4, max_digits=18, null=True)),
                ('highest', models.DecimalField(decimal_places=4, max_digits=18, null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('code', ''), _negated=True), name='measure_code_not_empty'), models.CheckConstraint(condition=models.Q(('kind__in', ['number', 'category', 'level', 'yes_no'])), name='measure_kind_known'), models.CheckConstraint(condition=models.Q(('highest__isnull', True), ('lowest__isnull', True), ('highest__gte', models.F('lowest')), _connector='OR'), name='measure_lowest_before_highest'), models.CheckConstraint(condition=models.Q(('kind', 'number'), models.Q(('highest__isnull', True), ('lowest__isnull', True), ('unit__isnull', True)), _connector='OR'), name='measure_unit_and_bounds_of_numbers')],
            },
        ),
        migrations.CreateModel(
            name='MeasureOption',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('measure', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='options', to='records.measure')),
                ('code', models.CharField(max_length=80)),
                ('rank', models.PositiveSmallIntegerField()),
                ('title_en', models.CharField(max_length=300)),
                ('title_fr', models.CharField(max_length=300)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('code', ''), _negated=True), name='measure_option_code_not_empty'), models.UniqueConstraint(fields=('measure', 'code'), name='option_code_once'), models.UniqueConstraint(fields=('measure', 'rank'), name='option_rank_once')],
            },
        ),
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('number', models.AutoField(primary_key=True, serialize=False)),
                ('code', models.CharField(max_length=80, unique=True)),
                ('name', models.CharField(max_length=300)),
                ('kind', models.CharField(choices=[('group', 'Group'), ('enterprise', 'Enterprise'), ('ngo', 'Ngo'), ('funder', 'Funder'), ('partner', 'Partner'), ('public', 'Public'), ('academic', 'Academic')], max_length=20)),
                ('parent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='records.organisation')),
                ('country', models.CharField(max_length=2, null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('code', ''), _negated=True), name='organisation_code_not_empty'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='organisation_name_not_empty'), models.CheckConstraint(condition=models.Q(('kind__in', ['group', 'enterprise', 'ngo', 'funder', 'partner', 'public', 'academic'])), name='organisation_kind_known'), models.CheckConstraint(condition=models.Q(('country__isnull', True), models.Q(django.db.models.lookups.Exact(django.db.models.functions.text.Length('country'), 2), django.db.models.lookups.Exact(django.db.models.functions.text.Upper('country'), models.F('country'))), _connector='OR'), name='organisation_country_capitals'), models.CheckConstraint(condition=models.Q(('parent', models.F('number')), _negated=True), name='organisation_not_its_own_parent')],
            },
        ),
        migrations.CreateModel(
            name='Subject',
            fields=[
                ('number', models.AutoField(primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('person', 'Person'), ('venture', 'Venture'), ('place', 'Place')], max_length=10)),
                ('organisation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='subjects', to='records.organisation')),
                ('reference', models.CharField(max_length=80, null=True)),
                ('erased_at', models.DateTimeField(null=True)),
                ('erased_by', models.CharField(max_length=150, null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['person', 'venture', 'place'])), name='subject_kind_known'), models.UniqueConstraint(fields=('organisation', 'reference'), name='subject_reference_once'), models.CheckConstraint(condition=models.Q(('reference__isnull', True), ('organisation__isnull', False), _connector='OR'), name='subject_reference_has_owner'), models.CheckConstraint(condition=models.Q(models.Q(('erased_at__isnull', True), ('erased_by__isnull', True)), models.Q(('erased_at__isnull', False), ('erased_by__isnull', False)), _connector='OR'), name='subject_erased_at_by')],
            },
        ),
        migrations.CreateModel(
            name='Partnership',
            fields=[
                ('number', models.AutoField(primary_key=True, serialize=False)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='partnerships', to='records.organisation')),
                ('partner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='partnered_by', to='records.organisation')),
                ('kind', models.CharField(choices=[('associative', 'Associative'), ('economic', 'Economic'), ('public', 'Public'), ('academic', 'Academic')], max_length=20)),
                ('start', models.DateField(null=True)),
                ('end', models.DateField(null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['associative', 'economic', 'public', 'academic'])), name='partnership_kind_known'), models.CheckConstraint(condition=models.Q(('end__isnull', True), ('start__isnull', True), ('end__gte', models.F('start')), _connector='OR'), name='partnership_start_before_end'), models.CheckConstraint(condition=models.Q(('partner', models.F('organisation')), _negated=True), name='partnership_of_two'), models.UniqueConstraint(fields=('organisation', 'partner', 'kind', 'start'), name='partnership_unique', nulls_distinct=False)],
            },
        ),
        migrations.CreateModel(
            name='Person',
            fields=[
                ('subject', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='person', serialize=False, to='records.subject')),
                ('family_name', models.CharField(blank=True, max_length=300)),
                ('given_name', models.CharField(blank=True, max_length=300)),
                ('name_key', models.CharField(blank=True, db_index=True, max_length=600)),
                ('sex', models.CharField(choices=[('female', 'Female'), ('male', 'Male'), ('other', 'Other')], max_length=10, null=True)),
                ('birth', models.DateField(null=True)),
                ('birth_precision', models.CharField(choices=[('day', 'Day'), ('month', 'Month'), ('year', 'Year')], max_length=5, null=True)),
                ('nationality', models.CharField(max_length=2, null=True)),
                ('phone', models.CharField(blank=True, max_length=60)),
                ('email', models.CharField(blank=True, max_length=254)),
                ('address', models.CharField(blank=True, max_length=500)),
                ('occupation', models.CharField(blank=True, max_length=200)),
            ],
            options={
                'indexes': [models.Index(fields=['name_key', 'birth'], name='person_name_birth')],
                'constraints': [models.CheckConstraint(condition=models.Q(('sex__in', ['female', 'male', 'other']), ('sex__isnull', True), _connector='OR'), name='person_sex_known'), models.CheckConstraint(condition=models.Q(('birth_precision__in', ['day', 'month', 'year']), ('birth_precision__isnull', True), _connector='OR'), name='person_birth_precision_known'), models.CheckConstraint(condition=models.Q(('nationality__isnull', True), models.Q(django.db.models.lookups.Exact(django.db.models.functions.text.Length('nationality'), 2), django.db.models.lookups.Exact(django.db.models.functions.text.Upper('nationality'), models.F('nationality'))), _connector='OR'), name='person_nationality_capitals'), models.CheckConstraint(condition=models.Q(models.Q(('birth__isnull', True), ('birth_precision__isnull', True)), models.Q(('birth__isnull', False), ('birth_precision__isnull', False)), _connector='OR'), name='person_birth_has_precision'), models.CheckConstraint(condition=models.Q(('birth_precision__isnull', True), ('birth_precision', 'day'), models.Q(('birth__day', 1), ('birth_precision', 'month')), models.Q(('birth__day', 1), ('birth__month', 1), ('birth_precision', 'year')), _connector='OR'), name='person_birth_is_first_possible_day')],
            },
        ),
        migrations.CreateModel(
            name='Place',
            fields=[
                ('subject', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='place', serialize=False, to='records.subject')),
                ('name', models.CharField(max_length=300)),
                ('country', models.CharField(max_length=2, null=True)),
                ('outline', models.TextField(blank=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('country__isnull', True), models.Q(django.db.models.lookups.Exact(django.db.models.functions.text.Length('country'), 2), django.db.models.lookups.Exact(django.db.models.functions.text.Upper('country'), models.F('country'))), _connector='OR'), name='place_country_capitals')],
            },
        ),
        migrations.CreateModel(
            name='Venture',
            fields=[
                ('subject', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='venture', serialize=False, to='records.subject')),
                ('name', models.CharField(max_length=300)),
                ('sector', models.CharField(blank=True, max_length=200)),
                ('country', models.CharField(max_length=2, null=True)),
                ('founded', models.DateField(null=True)),
                ('leader', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='ventures', to='records.person')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('country__isnull', True), models.Q(django.db.models.lookups.Exact(django.db.models.functions.text.Length('country'), 2), django.db.models.lookups.Exact(django.db.models.functions.text.Upper('country'), models.F('country'))), _connector='OR'), name='venture_country_capitals')],
            },
        ),
        migrations.CreateModel(
            name='IdentityAssertion',
            fields=[
                ('number', models.AutoField(primary_key=True, serialize=False)),
                ('first', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='asserted_first', to='records.subject')),
                ('second', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='asserted_second', to='records.subject')),
                ('verdict', models.CharField(choices=[('same', 'Same'), ('different', 'Different'), ('unsure', 'Unsure')], max_length=10)),
                ('reason', models.TextField()),
                ('author', models.CharField(max_length=150)),
                ('asserted_at', models.DateTimeField()),
                ('score', models.FloatField(null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('verdict__in', ['same', 'different', 'unsure'])), name='identity_assertion_verdict_known'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='identity_assertion_reason_not_empty'), models.CheckConstraint(condition=models.Q(('author', ''), _negated=True), name='identity_assertion_author_not_empty'), models.CheckConstraint(condition=models.Q(('first__lt', models.F('second'))), name='identity_assertion_smaller_first')],
            },
        ),
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('number', models.AutoField(primary_key=True, serialize=False)),
                ('subject', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consents', to='records.subject')),
                ('purpose', models.CharField(choices=[('measurement', 'Measurement'), ('matching', 'Matching'), ('sharing', 'Sharing'), ('publicity', 'Publicity'), ('research', 'Research')], max_length=20)),
                ('given', models.BooleanField()),
                ('date', models.DateField()),
                ('evidence', models.CharField(blank=True, max_length=500)),
            ],
            options={
                'indexes': [models.Index(fields=['subject', 'purpose', 'date'], name='consent_latest')],
                'constraints': [models.CheckConstraint(condition=models.Q(('purpose__in', ['measurement', 'matching', 'sharing', 'publicity', 'research'])), name='consent_purpose_known')],
            },
        ),
        migrations.CreateModel(
            name='ReceivedFile',
            fields=[
                ('number', models.AutoField(primary_key=True, serialize=False)),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('name', models.CharField(max_length=300)),
                ('size', models.PositiveBigIntegerField()),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('digest', ''), _negated=True), name='received_file_digest_not_empty')],
            },
        ),
        migrations.CreateModel(
            name='Site',
            fields=[
                ('number', models.AutoField(primary_key=True, serialize=False)),
                ('code', models.CharField(max_length=80, unique=True)),
                ('name', models.CharField(max_length=300)),
                ('country', models.CharField(max_length=2)),
                ('latitude', models.DecimalField(decimal_places=5, max_digits=8, null=True)),
                ('longitude', models.DecimalField(decimal_places=5, max_digits=8, null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('code', ''), _negated=True), name='site_code_not_empty'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='site_name_not_empty'), models.CheckConstraint(condition=models.Q(('country__isnull', True), models.Q(django.db.models.lookups.Exact(django.db.models.functions.text.Length('country'), 2), django.db.models.lookups.Exact(django.db.models.functions.text.Upper('country'), models.F('country'))), _connector='OR'), name='site_country_capitals'), models.CheckConstraint(condition=models.Q(models.Q(('latitude__isnull', True), ('longitude__isnull', True)), models.Q(('latitude__gte', -90), ('latitude__lte', 90), ('longitude__gte', -180), ('longitude__lte', 180)), _connector='OR'), name='site_on_earth')],
            },
        ),
        migrations.CreateModel(
            name='Project',
            fields=[
                ('number', models.AutoField(primary_key=True, serialize=False)),
                ('code', models.CharField(max_length=80, unique=True)),
                ('name', models.CharField(max_length=300)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='projects', to='records.organisation')),
                ('need_observed', models.TextField(blank=True)),
                ('objectives', models.TextField(blank=True)),
                ('target_groups', models.TextField(blank=True)),
                ('start', models.DateField(null=True)),
                ('end', models.DateField(null=True)),
                ('sensitive', models.BooleanField(default=False)),
                ('sites', models.ManyToManyField(related_name='projects', to='records.site')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('code', ''), _negated=True), name='project_code_not_empty'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='project_name_not_empty'), models.CheckConstraint(condition=models.Q(('end__isnull', True), ('start__isnull', True), ('end__gte', models.F('start')), _connector='OR'), name='project_start_before_end')],
            },
        ),
        migrations.CreateModel(
            name='Enrolment',
            fields=[
                ('number', models.AutoField(primary_key=True, serialize=False)),
                ('subject', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='enrolments', to='records.subject')),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='enrolments', to='records.project')),
                ('site', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='enrolments', to='records.site')),
                ('entry', models.DateField()),
                ('exit', models.DateField(null=True)),
                ('implicit', models.BooleanField(default=False)),
            ],
            options={
                'indexes': [models.Index(fields=['project', 'subject'], name='enrolment_project_subject')],
                'constraints': [models.CheckConstraint(condition=models.Q(('exit__isnull', True), ('entry__isnull', True), ('exit__gte', models.F('entry')), _connector='OR'), name='enrolment_entry_before_exit'), models.UniqueConstraint(fields=('subject', 'project', 'entry'), name='enrolment_once')],
            },
        ),
        migrations.CreateModel(
            name='ImportRun',
            fields=[
                ('number', models.AutoField(primary_key=True, serialize=False)),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='imports', to='records.project')),
                ('mapping', models.TextField()),
                ('summary', models.JSONField()),
                ('correction', models.CharField(blank=True, max_length=300)),
                ('imported_at', models.DateTimeField()),
                ('imported_by', models.CharField(max_length=150)),
                ('undone_at', models.DateTimeField(null=True)),
                ('undone_by', models.CharField(max_length=150, null=True)),
                ('files', models.ManyToManyField(related_name='imports', to='records.receivedfile')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('imported_by', ''), _negated=True), name='import_run_imported_by_not_empty'), models.CheckConstraint(condition=models.Q(models.Q(('undone_at__isnull', True), ('undone_by__isnull', True)), models.Q(('undone_at__isnull', False), ('undone_by__isnull', False)), _connector='OR'), name='import_run_undone_at_by')],
            },
        ),
        migrations.CreateModel(
            name='AuditEntry',
            fields=[
                ('number', models.AutoField(primary_key=True, serialize=False)),
                ('action', models.CharField(max_length=80)),
                ('by', models.CharField(max_length=150)),
                ('at', models.DateTimeField()),
                ('reason', models.TextField(blank=True)),
                ('import_run', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='audit_entries', to='records.importrun')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('action', ''), _negated=True), name='audit_action_not_empty'), models.CheckConstraint(condition=models.Q(('by', ''), _negated=True), name='audit_by_not_empty')],
            },
        ),
        migrations.CreateModel(
            name='Need',
            fields=[
                ('number', models.AutoField(primary_key=True, serialize=False)),
                ('enrolment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='needs', to='records.enrolment')),
                ('theme', models.CharField(max_length=80)),
                ('text', models.TextField(blank=True)),
                ('observed_on', models.DateField()),
                ('met_on', models.DateField(null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('theme', ''), _negated=True), name='need_theme_not_empty'), models.CheckConstraint(condition=models.Q(('met_on__isnull', True), ('observed_on__isnull', True), ('met_on__gte', models.F('observed_on')), _connector='OR'), name='need_observed_on_before_met_on')],
            },
        ),
        migrations.CreateModel(
            name='Note',
            fields=[
                ('number', models.AutoField(primary_key=True, serialize=False)),
                ('subject', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notes', to='records.subject')),
                ('enrolment', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='notes', to='records.enrolment')),
                ('date', models.DateField()),
                ('text', models.TextField()),
                ('written_by', models.CharField(max_length=150)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='note_text_not_empty'), models.CheckConstraint(condition=models.Q(('written_by', ''), _negated=True), name='note_written_by_not_empty')],
            },
        ),
        migrations.CreateModel(
            name='PlanStep',
            fields=[
                ('number', models.AutoField(primary_key=True, serialize=False)),
                ('enrolment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='plan_steps', to='records.enrolment')),
                ('position', models.PositiveSmallIntegerField()),
                ('text', models.TextField()),
                ('state', models.CharField(choices=[('planned', 'Planned'), ('under_way', 'Under Way'), ('done', 'Done'), ('dropped', 'Dropped')], default='planned', max_length=10)),
                ('due_on', models.DateField(null=True)),
                ('done_on', models.DateField(null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['planned', 'under_way', 'done', 'dropped'])), name='plan_step_state_known'), models.CheckConstraint(condition=models.Q(('done_on__isnull', True), ('state', 'done'), _connector='OR'), name='plan_step_done_on_when_done'), models.UniqueConstraint(fields=('enrolment', 'position'), name='plan_step_position_once')],
            },
        ),
        migrations.CreateModel(
            name='PolicyMarkerScore',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='policy_markers', to='records.project')),
                ('marker', models.PositiveSmallIntegerField()),
                ('score', models.PositiveSmallIntegerField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('project', 'marker'), name='project_marker_once'), models.CheckConstraint(condition=models.Q(('marker__gte', 1), ('marker__lte', 12)), name='policy_marker_known'), models.CheckConstraint(condition=models.Q(('score__lte', 2), models.Q(('marker', 8), ('score', 3)), models.Q(('marker', 9), ('score__lte', 4)), _connector='OR'), name='policy_score_allowed')],
            },
        ),
        migrations.CreateModel(
            name='Observation',
            fields=[
                ('number', models.AutoField(primary_key=True, serialize=False)),
                ('subject', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='observations', to='records.subject')),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='observations', to='records.project')),
                ('enrolment', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='observations', to='records.enrolment')),
                ('measure', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='observations', to='records.measure')),
                ('moment', models.CharField(choices=[('entry', 'Entry'), ('exit', 'Exit'), ('after', 'After'), ('any', 'Any')], max_length=10)),
                ('months_after', models.PositiveSmallIntegerField(default=0)),
                ('date', models.DateField()),
                ('state', models.CharField(choices=[('known', 'Known'), ('unknown', 'Unknown'), ('refused', 'Refused')], default='known', max_length=10)),
                ('value_number', models.DecimalField(decimal_places=4, max_digits=18, null=True)),
                ('value_code', models.CharField(max_length=80, null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('moment__in', ['entry', 'exit', 'after', 'any'])), name='observation_moment_known'), models.CheckConstraint(condition=models.Q(('state__in', ['known', 'unknown', 'refused'])), name='observation_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'known'), ('value_code__isnull', True), ('value_number__isnull', False)), models.Q(('state', 'known'), ('value_code__isnull', False), ('value_number__isnull', True)), models.Q(models.Q(('state', 'known'), _negated=True), ('value_code__isnull', True), ('value_number__isnull', True)), _connector='OR'), name='observation_one_value_if_known'), models.CheckConstraint(condition=models.Q(models.Q(('moment', 'after'), ('months_after__gte', 1)), models.Q(models.Q(('moment', 'after'), _negated=True), ('months_after', 0)), _connector='OR'), name='observation_months_after_exit'), models.CheckConstraint(condition=models.Q(('moment', 'any'), ('enrolment__isnull', False), _connector='OR'), name='observation_moment_has_spell'), models.UniqueConstraint(fields=('subject', 'project', 'enrolment', 'measure', 'moment', 'months_after', 'date'), name='observation_once', nulls_distinct=False)],
            },
        ),
        migrations.CreateModel(
            name='Grant',
            fields=[
                ('number', models.AutoField(primary_key=True, serialize=False)),
                ('code', models.CharField(max_length=80, unique=True)),
                ('name', models.CharField(blank=True, max_length=300)),
                ('funder', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grants_given', to='records.organisation')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=18, null=True)),
                ('currency', models.CharField(max_length=3, null=True)),
                ('cofinancing_share', models.DecimalField(decimal_places=5, max_digits=6, null=True)),
                ('rule_set', models.CharField(choices=[('none', 'None'), ('esf_2014_2020', 'Esf 2014 2020'), ('esf_plus', 'Esf Plus')], default='none', max_length=20)),
                ('start', models.DateField(null=True)),
                ('end', models.DateField(null=True)),
                ('projects', models.ManyToManyField(related_name='grants', to='records.project')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('code', ''), _negated=True), name='grant_code_not_empty'), models.CheckConstraint(condition=models.Q(('rule_set__in', ['none', 'esf_2014_2020', 'esf_plus'])), name='grant_rule_set_known'), models.CheckConstraint(condition=models.Q(('end__isnull', True), ('start__isnull', True), ('end__gte', models.F('start')), _connector='OR'), name='grant_start_before_end'), models.CheckConstraint(condition=models.Q(('currency__isnull', True), models.Q(django.db.models.lookups.Exact(django.db.models.functions.text.Length('currency'), 3), django.db.models.lookups.Exact(django.db.models.functions.text.Upper('currency'), models.F('currency'))), _connector='OR'), name='grant_currency_capitals'), models.CheckConstraint(condition=models.Q(models.Q(('amount__isnull', True), ('currency__isnull', True)), models.Q(('amount__gte', 0), ('currency__isnull', False)), _connector='OR'), name='grant_amount_has_currency'), models.CheckConstraint(condition=models.Q(('cofinancing_share__isnull', True), models.Q(('cofinancing_share__gte', 0), ('cofinancing_share__lte', 1)), _connector='OR'), name='grant_share_is_a_share')],
            },
        ),
        migrations.CreateModel(
            name='Activity',
            fields=[
                ('number', models.AutoField(primary_key=True, serialize=False)),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='activities', to='records.project')),
                ('code', models.CharField(max_length=80)),
                ('name', models.CharField(max_length=300)),
                ('kind', models.CharField(max_length=80)),
                ('theme', models.CharField(max_length=80, null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('code', ''), _negated=True), name='activity_code_not_empty'), models.CheckConstraint(condition=models.Q(('kind', ''), _negated=True), name='activity_kind_not_empty'), models.UniqueConstraint(fields=('project', 'code'), name='activity_code_once')],
            },
        ),
        migrations.CreateModel(
            name='ProjectCountry',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='countries', to='records.project')),
                ('country', models.CharField(max_length=2)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('country__isnull', True), models.Q(django.db.models.lookups.Exact(django.db.models.functions.text.Length('country'), 2), django.db.models.lookups.Exact(django.db.models.functions.text.Upper('country'), models.F('country'))), _connector='OR'), name='project_country_country_capitals'), models.UniqueConstraint(fields=('project', 'country'), name='project_country_once')],
            },
        ),
        migrations.CreateModel(
            name='ProjectTarget',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sdg_targets', to='records.project')),
                ('target', models.CharField(max_length=6)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('target', ''), _negated=True), name='project_target_target_not_empty'), models.UniqueConstraint(fields=('project', 'target'), name='project_target_once')],
            },
        ),
        migrations.CreateModel(
            name='ProjectTheme',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='themes', to='records.project')),
                ('theme', models.CharField(max_length=80)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('theme', ''), _negated=True), name='project_theme_theme_not_empty'), models.UniqueConstraint(fields=('project', 'theme'), name='project_theme_once')],
            },
        ),
        migrations.CreateModel(
            name='Quantity',
            fields=[
                ('number', models.AutoField(primary_key=True, serialize=False)),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='quantities', to='records.project')),
                ('organisation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='quantities', to='records.organisation')),
                ('source_name', models.CharField(blank=True, max_length=300)),
                ('indicator', models.CharField(max_length=80)),
                ('status', models.CharField(choices=[('declared', 'Declared'), ('estimated', 'Estimated')], max_length=10)),
                ('value', models.DecimalField(decimal_places=4, max_digits=18)),
                ('unit', models.CharField(max_length=40)),
                ('start', models.DateField()),
                ('end', models.DateField()),
                ('country', models.CharField(max_length=2, null=True)),
                ('breakdown', models.CharField(default='{}', max_length=500)),
                ('relation', models.CharField(choices=[('disjoint', 'Disjoint'), ('contained', 'Contained'), ('unknown', 'Unknown')], default='unknown', max_length=10)),
                ('evidence', models.TextField(blank=True)),
                ('method', models.TextField(blank=True)),
                ('author', models.CharField(max_length=150)),
            ],
            options={
                'verbose_name_plural': 'quantities',
                'constraints': [models.CheckConstraint(condition=models.Q(('status__in', ['declared', 'estimated'])), name='quantity_status_known'), models.CheckConstraint(condition=models.Q(('relation__in', ['disjoint', 'contained', 'unknown'])), name='quantity_relation_known'), models.CheckConstraint(condition=models.Q(('end__isnull', True), ('start__isnull', True), ('end__gte', models.F('start')), _connector='OR'), name='quantity_start_before_end'), models.CheckConstraint(condition=models.Q(('indicator', ''), _negated=True), name='quantity_indicator_not_empty'), models.CheckConstraint(condition=models.Q(('author', ''), _negated=True), name='quantity_author_not_empty'), models.CheckConstraint(condition=models.Q(('unit', ''), _negated=True), name='quantity_unit_not_empty'), models.CheckConstraint(condition=models.Q(('country__isnull', True), models.Q(django.db.models.lookups.Exact(django.db.models.functions.text.Length('country'), 2), django.db.models.lookups.Exact(django.db.models.functions.text.Upper('country'), models.F('country'))), _connector='OR'), name='quantity_country_capitals'), models.CheckConstraint(condition=models.Q(('value__gte', 0)), name='quantity_not_negative'), models.CheckConstraint(condition=models.Q(('status', 'declared'), models.Q(('method', ''), _negated=True), _connector='OR'), name='quantity_estimate_has_method'), models.CheckConstraint(condition=models.Q(('status', 'estimated'), models.Q(('evidence', ''), _negated=True), _connector='OR'), name='quantity_declared_has_evidence'), models.UniqueConstraint(fields=('project', 'organisation', 'source_name', 'indicator', 'start', 'end', 'country', 'breakdown'), name='quantity_once', nulls_distinct=False)],
            },
        ),
        migrations.CreateModel(
            name='Referral',
            fields=[
                ('number', models.AutoField(primary_key=True, serialize=False)),
                ('enrolment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='referrals', to='records.enrolment')),
                ('to', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='referrals_received', to='records.organisation')),
                ('date', models.DateField()),
                ('reason', models.TextField(blank=True)),
                ('outcome', models.CharField(choices=[('pending', 'Pending'), ('received', 'Received'), ('refused', 'Refused'), ('lost', 'Lost')], default='pending', max_length=10)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('outcome__in', ['pending', 'received', 'refused', 'lost'])), name='referral_outcome_known')],
            },
        ),
        migrations.CreateModel(
            name='ReviewCandidate',
            fields=[
                ('number', models.AutoField(primary_key=True, serialize=False)),
                ('first', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='candidate_first', to='records.subject')),
                ('second', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='candidate_second', to='records.subject')),
                ('why', models.CharField(choices=[('lost_letters', 'Lost Letters'), ('near_name', 'Near Name'), ('near_birth', 'Near Birth')], max_length=20)),
                ('import_run', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='review_candidates', to='records.importrun')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('why__in', ['lost_letters', 'near_name', 'near_birth'])), name='review_candidate_why_known'), models.CheckConstraint(condition=models.Q(('first__lt', models.F('second'))), name='review_candidate_smaller_first'), models.UniqueConstraint(fields=('first', 'second'), name='review_candidate_once')],
            },
        ),
        migrations.CreateModel(
            name='Session',
            fields=[
                ('number', models.AutoField(primary_key=True, serialize=False)),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sessions', to='records.activity')),
                ('date', models.DateField()),
                ('label', models.CharField(blank=True, default='', max_length=80)),
                ('site', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='sessions', to='records.site')),
                ('register', models.BooleanField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('activity', 'date', 'site', 'label'), name='session_once', nulls_distinct=False)],
            },
        ),
        migrations.CreateModel(
            name='Attendance',
            fields=[
                ('number', models.AutoField(primary_key=True, serialize=False)),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attendances', to='records.session')),
                ('subject', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attendances', to='records.subject')),
                ('mark', models.CharField(choices=[('present', 'Present'), ('absent', 'Absent'), ('excused', 'Excused')], max_length=10)),
                ('hours', models.DecimalField(decimal_places=2, max_digits=6, null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('mark__in', ['present', 'absent', 'excused'])), name='attendance_mark_known'), models.UniqueConstraint(fields=('session', 'subject'), name='attendance_once'), models.CheckConstraint(condition=models.Q(('hours__isnull', True), models.Q(('hours__gt', 0), ('hours__lte', 24), ('mark', 'present')), _connector='OR'), name='attendance_hours_of_the_present')],
            },
        ),
        migrations.CreateModel(
            name='StaleMark',
            fields=[
                ('number', models.AutoField(primary_key=True, serialize=False)),
                ('part', models.CharField(choices=[('directory', 'Directory'), ('subjects', 'Subjects'), ('identity', 'Identity'), ('project', 'Project'), ('quantities', 'Quantities'), ('targets', 'Targets'), ('definitions', 'Definitions')], max_length=12)),
                ('project', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='stale_marks', to='records.project')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('part__in', ['directory', 'subjects', 'identity', 'project', 'quantities', 'targets', 'definitions'])), name='stale_mark_part_known'), models.CheckConstraint(condition=models.Q(models.Q(('part', 'project'), ('project__isnull', False)), models.Q(models.Q(('part', 'project'), _negated=True), ('project__isnull', True)), _connector='OR'), name='stale_mark_project')],
            },
        ),
        migrations.CreateModel(
            name='Target',
            fields=[
                ('number', models.AutoField(primary_key=True, serialize=False)),
                ('indicator', models.CharField(max_length=80)),
                ('kind', models.CharField(choices=[('target', 'Target'), ('baseline', 'Baseline')], default='target', max_length=10)),
                ('value', models.DecimalField(decimal_places=4, max_digits=18)),
                ('unit', models.CharField(max_length=40)),
                ('start', models.DateField()),
                ('end', models.DateField()),
                ('country', models.CharField(max_length=2, null=True)),
                ('evidence', models.TextField(blank=True)),
                ('author', models.CharField(max_length=150)),
                ('organisation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='targets', to='records.organisation')),
                ('project', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='targets', to='records.project')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['target', 'baseline'])), name='target_kind_known'), models.CheckConstraint(condition=models.Q(('end__isnull', True), ('start__isnull', True), ('end__gte', models.F('start')), _connector='OR'), name='target_start_before_end'), models.CheckConstraint(condition=models.Q(('indicator', ''), _negated=True), name='target_indicator_not_empty'), models.CheckConstraint(condition=models.Q(('unit', ''), _negated=True), name='target_unit_not_empty'), models.CheckConstraint(condition=models.Q(('author', ''), _negated=True), name='target_author_not_empty'), models.CheckConstraint(condition=models.Q(('country__isnull', True), models.Q(django.db.models.lookups.Exact(django.db.models.functions.text.Length('country'), 2), django.db.models.lookups.Exact(django.db.models.functions.text.Upper('country'), models.F('country'))), _connector='OR'), name='target_country_capitals'), models.CheckConstraint(condition=models.Q(('value__gte', 0)), name='target_not_negative'), models.UniqueConstraint(fields=('indicator', 'kind', 'start', 'end', 'project', 'organisation', 'country'), name='target_once', nulls_distinct=False)],
            },
        ),
        migrations.CreateModel(
            name='AuditedRecords',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='records', to='records.auditentry')),
                ('table', models.CharField(max_length=60)),
                ('first', models.IntegerField()),
                ('last', models.IntegerField()),
                ('change', models.CharField(choices=[('created', 'Created'), ('changed', 'Changed'), ('deleted', 'Deleted'), ('read', 'Read')], max_length=10)),
                ('before', models.JSONField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['table', 'first', 'last'], name='audited_by_record')],
                'constraints': [models.CheckConstraint(condition=models.Q(('change__in', ['created', 'changed', 'deleted', 'read'])), name='audited_change_known'), models.CheckConstraint(condition=models.Q(('first__lte', models.F('last'))), name='audited_run_in_order'), models.CheckConstraint(condition=models.Q(('change__in', ['created', 'read']), models.Q(('before__isnull', False), ('first', models.F('last'))), _connector='OR'), name='audited_change_keeps_before')],
            },
        ),
    ]
