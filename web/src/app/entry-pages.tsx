/** Pages outside the shell: signing in, and the first one of a new user. */
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';
import { OnboardingPage } from '../features/following/onboarding-page.tsx';
import { SignInPage } from '../features/sign-in/sign-in-page.tsx';
import { keep } from '../lib/keep.ts';
import { forgetStoredAnswers } from './register-service-worker.ts';
import { forgetMe } from './router.tsx';
import { focusHeading } from './use-page-focus.ts';

export function SignInRoute() {
  const { token } = useSearch({ from: '/sign-in' });
  const navigate = useNavigate();
  const signedIn = useCallback(() => {
    forgetMe();
    // They may be of another user, who was signed in until now.
    void forgetStoredAnswers().then(() => navigate({ to: '/', replace: true }));
  }, [navigate]);
  return <SignInPage token={token} onSignedIn={signedIn} />;
}

export function WelcomeRoute() {
  const navigate = useNavigate();
  const done = (): void => {
    keep('welcomed', '1');
    void navigate({ to: '/' }).then(focusHeading);
  };
  return <OnboardingPage onDone={done} />;
}
